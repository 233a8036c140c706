import type { AvailableModel, PlannedLoad, RunningModel } from '@ollama-dashboard/contracts'
import {
  Boxes,
  Copy,
  type LucideIcon,
  MessageSquare,
  Pin,
  Play,
  RotateCw,
  SlidersHorizontal,
  Square,
  Trash2,
} from 'lucide-react'
import { formatBytes, formatClock, formatMemory } from '../../../lib/format.ts'
import { canChat } from '../../../lib/models/capabilities.ts'
import { restartNote, startWords } from '../../../lib/models/load-plan.ts'
import type { ModelAction } from '../../../lib/models/model-actions.ts'
import type { PaletteCommand } from './palette-command.ts'

/** What starts and restarts would do, as far as it is known, by model. */
export type Plans = ReadonlyMap<string, PlannedLoad>

/** What can be done with the models that are installed; what is loaded comes first, and what cannot be taken back last. */
export function modelCommands(models: readonly AvailableModel[], running: readonly RunningModel[]): PaletteCommand[] {
  const loaded = new Set(running.map(({ name }) => name))
  return [
    ...running.flatMap(actionsOnRunning),
    ...models
      .filter(({ name, remote }) => !remote && !loaded.has(name))
      .map(({ name, size }) => ({ ...action('start', 'Start', Play, name, bytes(size)), keywords: 'load' })),
    ...models.filter(canChat).map(({ name }): PaletteCommand => {
      const aside = loaded.has(name) ? 'loaded' : null
      const effect = { kind: 'chat', model: name } as const
      return { group: 'Actions', icon: MessageSquare, label: 'Chat with', model: name, aside, effect }
    }),
    ...models.map(({ name, has_custom_settings }): PaletteCommand => {
      const aside = has_custom_settings ? 'saved' : null
      const effect = { kind: 'settings', model: name } as const
      return { group: 'Actions', icon: SlidersHorizontal, label: 'Settings of', model: name, aside, effect }
    }),
    ...models.map((model): PaletteCommand => {
      const label = canChat(model) ? 'Copy ollama run' : 'Copy curl command for'
      const effect = { kind: 'copy', model } as const
      return { group: 'Actions', icon: Copy, label, model: model.name, keywords: 'terminal', effect }
    }),
    ...models.map(({ name, size }): PaletteCommand => {
      const effect = { kind: 'delete', model: name } as const
      const keywords = 'remove uninstall'
      return { group: 'Actions', icon: Trash2, label: 'Delete…', model: name, keywords, aside: bytes(size), effect }
    }),
    ...models.map(({ name, size }): PaletteCommand => {
      const effect = { kind: 'details', model: name } as const
      return { group: 'Models', icon: Boxes, label: '', model: name, aside: bytes(size), effect }
    }),
  ]
}

const bytes = (size: number | null): string | null => (size === null ? null : formatBytes(size))

/** A start or a restart with what it would do, where that is known: in place of what a model takes on the disk. */
export function withPlan(command: PaletteCommand, plans: Plans): PaletteCommand {
  const { effect, aside } = command
  const plan = effect.kind === 'act' ? plans.get(effect.model) : undefined
  if (effect.kind !== 'act' || !plan) return command
  if (effect.action === 'start') {
    const words = startWords(plan)
    return { ...command, words, aside: words ? null : (aside ?? null) }
  }
  const change = effect.action === 'restart' ? restartNote(plan) : null
  return change === null ? command : { ...command, words: { kind: 'off', text: change } }
}

function actionsOnRunning(model: RunningModel): PaletteCommand[] {
  const { name, pinned, size, size_vram, expires_in_seconds } = model
  const freed = size_vram ? `${formatMemory(size_vram)} of VRAM` : size ? `${formatMemory(size)} of RAM` : null
  const left = expires_in_seconds === null ? null : `unloads in ${formatClock(expires_in_seconds)}`
  const pin = pinned
    ? action('unpin', 'Unpin', Pin, name, 'unloads after 5 min idle')
    : action('pin', 'Pin in memory', Pin, name, left)
  return [
    { ...action('stop', 'Stop', Square, name, freed && `frees ${freed}`), keywords: 'unload' },
    { ...action('restart', 'Restart', RotateCw, name), keywords: 'reload' },
    { ...pin, keywords: 'keep loaded alive' },
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
