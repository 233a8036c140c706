import { Activity, Boxes, LayoutDashboard, LibraryBig, type LucideIcon, MessageSquare, ShieldCheck } from 'lucide-react'

export interface Page {
  readonly to: '/' | '/models' | '/library' | '/chat' | '/monitor' | '/admin'
  readonly name: string
  readonly icon: LucideIcon
  /** After `g`. */
  readonly key: string
}

/** The pages that work. */
export const pages: readonly Page[] = [
  { to: '/', name: 'Overview', icon: LayoutDashboard, key: 'o' },
  { to: '/models', name: 'Models', icon: Boxes, key: 'm' },
  { to: '/library', name: 'Library', icon: LibraryBig, key: 'l' },
  { to: '/chat', name: 'Chat', icon: MessageSquare, key: 'c' },
  { to: '/monitor', name: 'Monitor', icon: Activity, key: 'n' },
  { to: '/admin', name: 'Admin', icon: ShieldCheck, key: 'a' },
]
