import type { Alert, HistoryRange, Model } from '@ollama-dashboard/contracts'
import type { LucideIcon } from 'lucide-react'
import type { Density, Theme } from '../../../lib/appearance.ts'
import type { PlanWords } from '../../../lib/models/load-plan.ts'
import type { ModelAction } from '../../../lib/models/model-actions.ts'
import type { Page } from '../bars/pages.ts'

/** What a line of the palette does. `delete` asks first; a theme of null is the system's. */
export type Effect =
  | {
      readonly kind: 'page'
      readonly to: Page['to'] | '/admin/keys' | '/admin/model-defaults' | '/admin/roles' | '/admin/sessions'
    }
  | { readonly kind: 'make key' }
  /** For an hour. */
  | { readonly kind: 'mute'; readonly alert: Alert }
  | { readonly kind: 'range'; readonly range: HistoryRange }
  | { readonly kind: 'details' | 'settings' | 'chat' | 'delete' | 'library' | 'pull'; readonly model: string }
  | { readonly kind: 'copy'; readonly model: Pick<Model, 'name' | 'capabilities'> }
  | { readonly kind: 'act'; readonly action: ModelAction; readonly model: string }
  | { readonly kind: 'theme'; readonly theme: Theme | null }
  | { readonly kind: 'density'; readonly density: Density }
  | { readonly kind: 'keys' }

/** In the order in which they stand before anything is typed. */
export const groups = ['Pages', 'Actions', 'Models', 'Library', 'Dashboard'] as const

export interface PaletteCommand {
  readonly group: (typeof groups)[number]
  readonly icon: LucideIcon
  readonly label: string
  readonly model?: string
  /** Other words that find it, by their beginnings. */
  readonly keywords?: string
  /** One of many: shown when a search finds it, and not before. */
  readonly isSearchedOnly?: boolean
  readonly aside?: string | null
  /** What has to be read before it is run; in place of `aside`. */
  readonly words?: PlanWords | null
  readonly effect: Effect
}
