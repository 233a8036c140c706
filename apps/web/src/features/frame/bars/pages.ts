import {
  Activity,
  Bell,
  Boxes,
  History,
  LayoutDashboard,
  LibraryBig,
  type LucideIcon,
  MessageSquare,
  ScrollText,
  Server,
  ShieldCheck,
} from 'lucide-react'
import type { Operation } from '../../../lib/access/operations.ts'

export interface Page {
  readonly to:
    | '/'
    | '/models'
    | '/library'
    | '/chat'
    | '/monitor'
    | '/timeline'
    | '/alerts'
    | '/service'
    | '/audit'
    | '/admin'
  readonly name: string
  readonly icon: LucideIcon
  /** After `g`. */
  readonly key: string
  /** It begins a group: in the rail it stands below a line. */
  readonly isFirstOfGroup?: true
  /** It is locked for whoever may not do this. */
  readonly needs?: Operation
  /** On a phone it has no place in the bar, and is behind More. */
  readonly isBehindMore?: true
}

/** The pages that work. */
export const pages: readonly Page[] = [
  { to: '/', name: 'Overview', icon: LayoutDashboard, key: 'o' },
  { to: '/models', name: 'Models', icon: Boxes, key: 'm' },
  { to: '/library', name: 'Library', icon: LibraryBig, key: 'l', isBehindMore: true },
  { to: '/chat', name: 'Chat', icon: MessageSquare, key: 'c' },
  { to: '/monitor', name: 'Monitor', icon: Activity, key: 'n', isFirstOfGroup: true, isBehindMore: true },
  { to: '/timeline', name: 'Timeline', icon: History, key: 't', needs: 'timeline.list', isBehindMore: true },
  { to: '/alerts', name: 'Alerts', icon: Bell, key: 'e', needs: 'alerts.list' },
  { to: '/service', name: 'Service', icon: Server, key: 's', isBehindMore: true },
  {
    to: '/audit',
    name: 'Audit',
    icon: ScrollText,
    key: 'u',
    isFirstOfGroup: true,
    needs: 'audit.list',
    isBehindMore: true,
  },
  { to: '/admin', name: 'Admin', icon: ShieldCheck, key: 'a', isBehindMore: true },
]

export const barPages = pages.filter(({ isBehindMore }) => !isBehindMore)
export const morePages = pages.filter(({ isBehindMore }) => isBehindMore)

/** Whether a path is that of the page, or of one within it. */
export const isAt = ({ to }: Page, path: string): boolean =>
  to === '/' ? path === '/' : path === to || path.startsWith(`${to}/`)
