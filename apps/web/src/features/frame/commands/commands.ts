import type { AvailableModel, CatalogueModel, RunningModel } from '@ollama-dashboard/contracts'
import type { Density, Theme } from '../../../lib/appearance.ts'
import { dashboardCommands, pageCommands } from './frame-commands.ts'
import { libraryCommands, pullCommands } from './library-commands.ts'
import { modelCommands, type Plans } from './model-commands.ts'
import { groups, type PaletteCommand } from './palette-command.ts'

export interface Situation {
  readonly models: readonly AvailableModel[]
  readonly running: readonly RunningModel[]
  readonly catalogue: readonly CatalogueModel[]
  readonly plans?: Plans
  /** Null where the system's is shown. */
  readonly theme: Theme | null
  readonly density: Density
}

const noPlans: Plans = new Map()

/** How many lines of a group are shown; more words find the rest. */
const shownOfGroup = 8

export interface CommandGroup {
  readonly heading: PaletteCommand['group']
  readonly commands: readonly PaletteCommand[]
}

/** What can be done now and has every word of the search, by group. */
export function searchCommands(situation: Situation, search: string): CommandGroup[] {
  const { models, running, catalogue, plans = noPlans, theme, density } = situation
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  const found = [
    ...pageCommands,
    ...modelCommands(models, running, plans),
    ...libraryCommands(catalogue),
    ...dashboardCommands(theme, density),
  ].filter((command) => isFound(command, words))
  const byGroup = Object.groupBy([...pullCommands(catalogue, search), ...found], ({ group }) => group)
  // Who types looks for something to do; who does not is shown where to go.
  const order = words.length > 0 ? (['Actions', 'Models', 'Library', 'Pages', 'Dashboard'] as const) : groups
  return order.flatMap((heading) => {
    const of = byGroup[heading]
    return of ? [{ heading, commands: of.slice(0, shownOfGroup) }] : []
  })
}

function isFound({ label, model = '', keywords, isSearchedOnly }: PaletteCommand, words: readonly string[]): boolean {
  if (words.length === 0) return !isSearchedOnly
  const text = `${label} ${model}`.toLowerCase()
  const others = keywords?.split(' ') ?? []
  return words.every((word) => text.includes(word) || others.some((other) => other.startsWith(word)))
}

/** The models that a shown command would load: what that does is asked for these alone. */
export const modelsToLoad = (groups: readonly CommandGroup[]): readonly string[] =>
  groups.flatMap(({ commands }) =>
    commands.flatMap(({ effect }) =>
      effect.kind === 'act' && (effect.action === 'start' || effect.action === 'restart') ? [effect.model] : [],
    ),
  )
