import type { Alert, HistoryRange } from '@ollama-dashboard/contracts'
import {
  Activity,
  BellOff,
  Keyboard,
  KeyRound,
  type LucideIcon,
  MonitorSmartphone,
  Moon,
  Rows3,
  Rows4,
  ShieldCheck,
  SlidersHorizontal,
  Sun,
  SunMoon,
} from 'lucide-react'
import type { Density, Theme } from '../../../lib/appearance.ts'
import { pages } from '../bars/pages.ts'
import type { PaletteCommand } from './palette-command.ts'

const ranges: Readonly<Record<HistoryRange, string>> = {
  '15m': 'last 15 minutes',
  '1h': 'last hour',
  '24h': 'last 24 hours',
  '7d': 'last 7 days',
  '30d': 'last 30 days',
  '1y': 'last year',
}

/** The pages, and where a page has much more to show, what of it. */
export const pageCommands: readonly PaletteCommand[] = [
  ...pages.map(({ to, name, icon }): PaletteCommand => {
    return { group: 'Pages', icon, label: name, effect: { kind: 'page', to } }
  }),
  {
    group: 'Pages',
    icon: SlidersHorizontal,
    label: 'Model defaults',
    keywords: 'admin recommended settings',
    isSearchedOnly: true,
    effect: { kind: 'page', to: '/admin/model-defaults' },
  },
  {
    group: 'Pages',
    icon: KeyRound,
    label: 'Keys',
    keywords: 'admin api access tokens',
    isSearchedOnly: true,
    effect: { kind: 'page', to: '/admin/keys' },
  },
  {
    group: 'Pages',
    icon: ShieldCheck,
    label: 'Roles',
    keywords: 'admin permissions access rights',
    isSearchedOnly: true,
    effect: { kind: 'page', to: '/admin/roles' },
  },
  {
    group: 'Pages',
    icon: MonitorSmartphone,
    label: 'Sessions',
    keywords: 'admin browsers signed in sign out devices',
    isSearchedOnly: true,
    effect: { kind: 'page', to: '/admin/sessions' },
  },
  ...(Object.keys(ranges) as HistoryRange[]).map((range): PaletteCommand => {
    const label = `Monitor, ${ranges[range]}`
    const effect = { kind: 'range', range } as const
    return { group: 'Pages', icon: Activity, label, keywords: range, isSearchedOnly: true, effect }
  }),
]

/** No messages of what fires, for an hour; other times are chosen on the page of alerts. */
export const muteCommands = (firing: readonly Alert[]): PaletteCommand[] =>
  firing.map((alert): PaletteCommand => {
    const label = `Mute alert for 1 hour: ${alert.title}`
    const effect = { kind: 'mute', alert } as const
    return { group: 'Actions', icon: BellOff, label, keywords: 'silence snooze', isSearchedOnly: true, effect }
  })

const themes: readonly (readonly [Theme | null, string, LucideIcon])[] = [
  ['dark', 'Dark theme', Moon],
  ['light', 'Light theme', Sun],
  [null, 'Theme of the system', SunMoon],
]
const densities: readonly (readonly [Density, string, LucideIcon])[] = [
  ['comfortable', 'Comfortable density', Rows3],
  ['compact', 'Compact density', Rows4],
]

/** How the dashboard looks; what is chosen says so. */
export function dashboardCommands(chosenTheme: Theme | null, chosenDensity: Density): PaletteCommand[] {
  const asideOf = (isChosen: boolean) => (isChosen ? 'current' : null)
  return [
    ...themes.map(([theme, label, icon]): PaletteCommand => {
      const aside = asideOf(theme === chosenTheme)
      return { group: 'Dashboard', icon, label, keywords: 'mode appearance', aside, effect: { kind: 'theme', theme } }
    }),
    ...densities.map(([density, label, icon]): PaletteCommand => {
      const aside = asideOf(density === chosenDensity)
      return { group: 'Dashboard', icon, label, aside, effect: { kind: 'density', density } }
    }),
    {
      group: 'Dashboard',
      icon: KeyRound,
      label: 'Make a key',
      keywords: 'api create new token',
      effect: { kind: 'make key' },
    },
    { group: 'Dashboard', icon: Keyboard, label: 'Keyboard shortcuts', effect: { kind: 'keys' } },
  ]
}
