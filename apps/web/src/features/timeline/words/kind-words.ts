import type { TimelineKind } from '@ollama-dashboard/contracts'
import {
  Bell,
  Boxes,
  CircleArrowUp,
  Download,
  type LucideIcon,
  Plug,
  Power,
  RotateCw,
  ScrollText,
  SlidersHorizontal,
} from 'lucide-react'
import type { Operation } from '../../../lib/access/operations.ts'

interface KindWords {
  readonly name: string
  readonly icon: LucideIcon
  /** Who may not do this is not told of these. */
  readonly needs?: Operation
}

/** What the kinds of entries are called. */
export const kindWords: Readonly<Record<TimelineKind, KindWords>> = {
  alert: { name: 'Alerts', icon: Bell, needs: 'alerts.list' },
  server: { name: 'Ollama', icon: Plug },
  restart: { name: 'Restarts', icon: Power },
  version: { name: 'Versions', icon: CircleArrowUp },
  model: { name: 'Models', icon: Boxes },
  reload: { name: 'Reloads', icon: RotateCw },
  job: { name: 'Jobs', icon: Download, needs: 'jobs.list' },
  settings: { name: 'Settings', icon: SlidersHorizontal, needs: 'settings.history' },
  audit: { name: 'Audit', icon: ScrollText, needs: 'audit.list' },
}
