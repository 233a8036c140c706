import type { Severity } from '@ollama-dashboard/contracts'
import clsx from 'clsx'
import { Info, type LucideIcon, OctagonAlert, TriangleAlert } from 'lucide-react'
import { severityWords } from '../../lib/alerts/alert-words.ts'

const icons: Readonly<Record<Severity, LucideIcon>> = { critical: OctagonAlert, warning: TriangleAlert, info: Info }
const colours: Readonly<Record<Severity, string>> = {
  critical: 'text-broken-text',
  warning: 'text-attention-text',
  info: 'text-ink-muted',
}

export interface SeverityIconProps {
  readonly severity: Severity
  /** It does not call for anybody: it is muted, or over. */
  readonly isQuiet?: boolean
  readonly className?: string
}

/** Shape and colour tell how bad it is, and so does its name. */
export function SeverityIcon({ severity, isQuiet = false, className }: SeverityIconProps) {
  const Icon = icons[severity]
  return (
    <Icon
      role="img"
      aria-label={severityWords[severity]}
      className={clsx('size-4 flex-none', isQuiet ? 'text-ink-faint' : colours[severity], className)}
    />
  )
}
