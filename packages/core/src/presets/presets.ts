import { randomUUID } from 'node:crypto'
import { limits, type Preset, type SavePresetRequest } from '@ollama-dashboard/contracts'
import type { EventBus } from '../events/event-bus.ts'
import { type CallContext, keyIdOf } from '../kernel/call-context.ts'
import { type Clock, timestamp } from '../kernel/clock.ts'
import { DashboardError } from '../kernel/errors.ts'
import { nameKey } from '../kernel/text/name-key.ts'
import { givenLine } from '../kernel/text/one-line.ts'
import { asLength, differences } from '../kernel/told-changes.ts'
import type { NamedPreset, PresetRepository } from './preset-table.ts'

export interface PresetInput {
  readonly id: string
}

/** System prompts under names, of everybody who uses the dashboard. A name is kept as one line, and is of one preset alone. */
export interface Presets {
  /** By name. */
  list(context: CallContext): Promise<readonly Preset[]>
  /** Throws `preset_exists` and `too_many_presets`. */
  create(context: CallContext, input: SavePresetRequest): Promise<Preset>
  /** Throws `preset_not_found` and `preset_exists`. */
  replace(context: CallContext, input: PresetInput & SavePresetRequest): Promise<Preset>
  /** Resolves with the name that it had. Throws `preset_not_found`. */
  remove(context: CallContext, input: PresetInput): Promise<string>
}

export interface PresetsOptions {
  readonly storage: { readonly presets: PresetRepository }
  readonly events: EventBus
  readonly clock: Clock
}

const byName = new Intl.Collator('en', { numeric: true }).compare

export function createPresets({ storage, events, clock }: PresetsOptions): Presets {
  const { presets: repository } = storage
  const { inTurn } = repository

  const presetOf = ({ actor }: CallContext, id: string, { name, system }: SavePresetRequest): Preset => ({
    id,
    name: givenLine('name', name),
    system,
    updated_at: timestamp(clock.now()),
    updated_by: keyIdOf(actor),
  })

  const announce = ({ actor }: CallContext, detail: string) =>
    events.announce({ type: 'presets.changed', detail }, actor)

  return {
    async list() {
      const presets = await repository.all()
      return presets.sort((a, b) => byName(a.name, b.name))
    },

    create: (context, input) =>
      inTurn(async () => {
        const preset = presetOf(context, randomUUID(), input)
        const known = await repository.names()
        expectFree(preset, known)
        if (known.length >= limits.presets) throw tooMany()
        if (!(await repository.add(preset))) throw exists(preset.name)
        const { name, system } = preset
        context.changed?.({ target: preset.id, after: { name, system: asLength(system) } })
        announce(context, `"${preset.name}" saved`)
        return preset
      }),

    replace: (context, { id, ...input }) =>
      inTurn(async () => {
        const preset = presetOf(context, id, input)
        const known = await repository.names()
        const name = expectKnown(id, known)
        expectFree(preset, known)
        if (!(await repository.replace(preset))) throw exists(preset.name)
        const { before, after } = differences({ name }, { name: preset.name })
        context.changed?.({ target: id, before, after: { ...after, system: asLength(preset.system) } })
        announce(context, `"${preset.name}" saved`)
        return preset
      }),

    remove: (context, { id }) =>
      inTurn(async () => {
        const name = expectKnown(id, await repository.names())
        await repository.remove(id)
        context.changed?.({ target: id, before: { name } })
        announce(context, `"${name}" deleted`)
        return name
      }),
  }
}

function expectKnown(id: string, known: readonly NamedPreset[]): string {
  const preset = known.find((one) => one.id === id)
  if (preset) return preset.name
  throw new DashboardError('preset_not_found', 'Preset not found.', { hint: 'It may have been deleted.' })
}

function expectFree({ id, name }: NamedPreset, known: readonly NamedPreset[]): void {
  const other = known.find((one) => one.id !== id && nameKey(one.name) === nameKey(name))
  if (other) throw exists(other.name)
}

const exists = (name: string) =>
  new DashboardError('preset_exists', `A preset "${name}" already exists.`, { hint: 'Choose another name.' })

const tooMany = () =>
  new DashboardError('too_many_presets', `${limits.presets} presets are saved already.`, { hint: 'Delete one first.' })
