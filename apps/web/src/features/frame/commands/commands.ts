import type { AvailableModel, PlannedLoad, RunningModel } from '@ollama-dashboard/contracts'
import {
  Boxes,
  Download,
  Keyboard,
  type LucideIcon,
  MessageSquare,
  Moon,
  Pin,
  Play,
  RotateCw,
  Rows3,
  Rows4,
  SlidersHorizontal,
  Square,
  Sun,
} from 'lucide-react'
import { formatBytes, formatClock, formatMemory } from '../../../lib/format.ts'
import { canChat } from '../../../lib/models/capabilities.ts'
import { checkModelName } from '../../../lib/models/check-model-name.ts'
import { type PlanWords, restartNote, startWords } from '../../../lib/models/load-plan.ts'
import type { ModelAction } from '../../../lib/models/model-actions.ts'
import { type Page, pages } from '../bars/pages.ts'

/** What a line of the palette does. */
export type Effect =
  | { readonly kind: 'page'; readonly to: Page['to'] }
  | { readonly kind: 'details' | 'settings' | 'chat' | 'pull'; readonly model: string }
  | { readonly kind: 'act'; readonly action: ModelAction; readonly model: string }
  | { readonly kind: 'theme' | 'density' | 'keys' }

export interface PaletteCommand {
  readonly group: 'Pages' | 'Actions' | 'Models' | 'Dashboard'
  readonly icon: LucideIcon
  readonly label: string
  readonly model?: string
  readonly aside?: string | null
  /** What has to be read before it is run; in place of `aside`. */
  readonly words?: PlanWords | null
  readonly effect: Effect
}

export interface Situation {
  readonly models: readonly AvailableModel[]
  readonly running: readonly RunningModel[]
  /** What starts and restarts would do, as far as it is known, by model. */
  readonly plans?: ReadonlyMap<string, PlannedLoad>
  readonly isDark: boolean
  readonly isCompact: boolean
}

/** All that can be done now; what is loaded comes first. */
export function commandsOf({ models, running, plans = noPlans, isDark, isCompact }: Situation): PaletteCommand[] {
  const loaded = new Set(running.map(({ name }) => name))
  return [
    ...pages.map(({ to, name, icon }): PaletteCommand => {
      return { group: 'Pages', icon, label: name, effect: { kind: 'page', to } }
    }),
    ...running.flatMap((model) => actionsOnRunning(model, plans.get(model.name))),
    ...models
      .filter(({ name, remote }) => !remote && !loaded.has(name))
      .map(({ name, size }) => startCommand(name, size, plans.get(name))),
    ...models.filter(canChat).map(({ name }): PaletteCommand => {
      const aside = loaded.has(name) ? 'warm' : null
      return {
        group: 'Actions',
        icon: MessageSquare,
        label: 'Chat with',
        model: name,
        aside,
        effect: { kind: 'chat', model: name },
      }
    }),
    ...models.map(({ name, has_custom_settings }): PaletteCommand => {
      const aside = has_custom_settings ? 'saved' : null
      const effect = { kind: 'settings', model: name } as const
      return { group: 'Actions', icon: SlidersHorizontal, label: 'Settings of', model: name, aside, effect }
    }),
    ...models.map(({ name, size }): PaletteCommand => {
      const aside = size === null ? null : formatBytes(size)
      return { group: 'Models', icon: Boxes, label: '', model: name, aside, effect: { kind: 'details', model: name } }
    }),
    {
      group: 'Dashboard',
      icon: isDark ? Sun : Moon,
      label: isDark ? 'Light theme' : 'Dark theme',
      effect: { kind: 'theme' },
    },
    {
      group: 'Dashboard',
      icon: isCompact ? Rows3 : Rows4,
      label: isCompact ? 'Comfortable density' : 'Compact density',
      effect: { kind: 'density' },
    },
    { group: 'Dashboard', icon: Keyboard, label: 'Keyboard shortcuts', effect: { kind: 'keys' } },
  ]
}

const noPlans: ReadonlyMap<string, PlannedLoad> = new Map()

/** With what it would do; with what the model takes on the disk while that is not known. */
function startCommand(name: string, size: number | null, plan: PlannedLoad | undefined): PaletteCommand {
  const words = plan ? startWords(plan) : null
  const aside = words || size === null ? null : formatBytes(size)
  return { ...action('start', 'Start', Play, name, aside), words }
}

function actionsOnRunning(model: RunningModel, plan: PlannedLoad | undefined): PaletteCommand[] {
  const { name, pinned, size, size_vram, expires_in_seconds } = model
  const change = plan ? restartNote(plan) : null
  const freed = size_vram ? `${formatMemory(size_vram)} of VRAM` : size ? `${formatMemory(size)} of RAM` : null
  const left = expires_in_seconds === null ? null : `unloads in ${formatClock(expires_in_seconds)}`
  return [
    action('stop', 'Stop', Square, name, freed && `frees ${freed}`),
    { ...action('restart', 'Restart', RotateCw, name), words: change === null ? null : { kind: 'off', text: change } },
    pinned
      ? action('unpin', 'Unpin (unload after 5 min idle)', Pin, name, 'pinned')
      : action('pin', 'Pin in memory', Pin, name, left),
  ]
}

function action(
  kind: ModelAction,
  label: string,
  icon: LucideIcon,
  model: string,
  aside: string | null = null,
): PaletteCommand {
  return { group: 'Actions', icon, label, model, aside, effect: { kind: 'act', action: kind, model } }
}

/** How many lines of a group are shown; more words find the rest. */
const shownOfGroup = 8

export interface CommandGroup {
  readonly heading: PaletteCommand['group']
  readonly commands: readonly PaletteCommand[]
}

/** The commands that have every word of the search, by group. */
export function searchCommands(commands: readonly PaletteCommand[], search: string): CommandGroup[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  const found = commands.filter(({ label, model = '' }) => {
    const text = `${label} ${model}`.toLowerCase()
    return words.every((word) => text.includes(word))
  })
  const byGroup = Object.groupBy([...pullCommand(search), ...found], ({ group }) => group)
  // Who types looks for something to do; who does not is shown where to go.
  const order = words.length > 0 ? (['Actions', 'Models', 'Pages', 'Dashboard'] as const) : groups
  return order.flatMap((heading) => {
    const of = byGroup[heading]
    return of ? [{ heading, commands: of.slice(0, shownOfGroup) }] : []
  })
}

/** The models that a shown command would load: what that does is asked for these alone. */
export const modelsToLoad = (groups: readonly CommandGroup[]): readonly string[] =>
  groups.flatMap(({ commands }) =>
    commands.flatMap(({ effect }) =>
      effect.kind === 'act' && (effect.action === 'start' || effect.action === 'restart') ? [effect.model] : [],
    ),
  )

/** Any name can be pulled: "pull llama3.2:3b". */
function pullCommand(search: string): PaletteCommand[] {
  const typed = /^pull\s+(\S+)$/i.exec(search.trim())?.[1]
  const check = typed === undefined ? null : checkModelName(typed)
  if (!check?.isValid) return []
  return [
    { group: 'Actions', icon: Download, label: 'Pull', model: check.name, effect: { kind: 'pull', model: check.name } },
  ]
}

const groups = ['Pages', 'Actions', 'Models', 'Dashboard'] as const
