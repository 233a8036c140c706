import type { Alert, AvailableModel, CatalogueModel, RunningModel } from '@ollama-dashboard/contracts'
import type { Density, Theme } from '../../../lib/appearance.ts'
import { dashboardCommands, muteCommands, pageCommands } from './frame-commands.ts'
import { libraryCommands, pullCommands } from './library-commands.ts'
import { modelCommands } from './model-commands.ts'
import { groups, type PaletteCommand } from './palette-command.ts'

export interface Situation {
  readonly models: readonly AvailableModel[]
  readonly running: readonly RunningModel[]
  readonly catalogue: readonly CatalogueModel[]
  /** Alerts that call for somebody. */
  readonly firing?: readonly Alert[]
  /** Null where the system's is shown. */
  readonly theme: Theme | null
  readonly density: Density
}

/** How many lines of a group are shown; more words find the rest. */
const shownOfGroup = 10

export interface CommandGroup {
  readonly heading: PaletteCommand['group']
  readonly commands: readonly PaletteCommand[]
}

/** All that can be done now: thousands of lines where there are many models, so do it once for all searches. */
export function commandsOf({
  models,
  running,
  catalogue,
  firing = [],
  theme,
  density,
}: Situation): readonly PaletteCommand[] {
  return [
    ...pageCommands,
    ...muteCommands(firing),
    ...modelCommands(models, running),
    ...libraryCommands(catalogue),
    ...dashboardCommands(theme, density),
  ]
}

/** The commands that have every word of the search, by group; and pulls, of what the catalogue has or of any name. */
export function searchCommands(
  all: readonly PaletteCommand[],
  catalogue: readonly CatalogueModel[],
  search: string,
): CommandGroup[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  const found = all.filter((command) => isFound(command, words))
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
