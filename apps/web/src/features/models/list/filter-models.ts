import type { AvailableModel } from '@ollama-dashboard/contracts'
import { type Capability, capabilitiesOf } from '../../../lib/models/capabilities.ts'
import type { ModelsSearch, SortColumn } from './models-search.ts'

/**
 * "8.0B" and "137M" as numbers, so that they sort as people read them; null where Ollama did not say. A mixture such as
 * "8x7B" counts as experts × size, as the dashboard counts it elsewhere.
 */
export function parameterCount(text: string | null): number | null {
  const [, experts = '1', number, unit] = /^(?:(\d{1,4})x)?(\d{1,9}(?:\.\d{1,9})?)\s*([KMBT])?/i.exec(text ?? '') ?? []
  if (number === undefined) return null
  const factors: Readonly<Record<string, number>> = { K: 1e3, M: 1e6, B: 1e9, T: 1e12 }
  return Number(experts) * Number(number) * (factors[unit?.toUpperCase() ?? ''] ?? 1)
}

const sortValue: Readonly<Record<SortColumn, (model: AvailableModel) => string | number | null>> = {
  name: ({ name }) => name.toLowerCase(),
  parameters: ({ details }) => parameterCount(details.parameter_size),
  size: ({ size }) => size,
  context: ({ context_length }) => context_length,
  modified: ({ modified_at }) => (modified_at === null ? null : Date.parse(modified_at) || null),
}

/** The models that an address asks for, in its order: those in memory first where it asks for none. What is unknown stands last. */
export function filterModels(models: readonly AvailableModel[], search: ModelsSearch): AvailableModel[] {
  const words = search.q?.toLowerCase().split(/\s+/).filter(Boolean) ?? []
  const matches = models.filter((model) => {
    const name = model.name.toLowerCase()
    const can = search.can ? capabilitiesOf(model) : []
    return (
      words.every((word) => name.includes(word)) &&
      (search.can ?? []).every((capability) => can.includes(capability)) &&
      (search.family === undefined || model.details.family === search.family) &&
      (search.running === undefined || model.is_running) &&
      (search.customised === undefined || model.has_custom_settings)
    )
  })
  const value = sortValue[search.sort ?? 'name']
  const direction = search.desc ? -1 : 1
  return matches.toSorted((a, b) => {
    if (search.sort === undefined && a.is_running !== b.is_running) return a.is_running ? -1 : 1
    return compare(value(a), value(b), direction)
  })
}

function compare(a: string | number | null, b: string | number | null, direction: number): number {
  if (a === b) return 0
  if (a === null) return 1
  if (b === null) return -1
  return (a < b ? -1 : 1) * direction
}

export interface FilterCounts {
  readonly running: number
  readonly customised: number
  readonly can: Readonly<Record<Capability, number>>
  readonly families: readonly string[]
}

/** How many models each filter would leave, over all models. */
export function countFilters(models: readonly AvailableModel[]): FilterCounts {
  const can = { vision: 0, tools: 0, reasoning: 0, embedding: 0 }
  const families = new Set<string>()
  let running = 0
  let customised = 0
  for (const model of models) {
    if (model.is_running) running += 1
    if (model.has_custom_settings) customised += 1
    if (model.details.family !== null) families.add(model.details.family)
    for (const capability of capabilitiesOf(model)) can[capability] += 1
  }
  return { running, customised, can, families: [...families].sort() }
}
type States = ReadonlyMap<string, 'loading' | 'loaded' | 'unloading'>
export const noStates: States = new Map()

/** What each model that runs does, by its name. */
export const statesOf = ({
  models,
}: {
  readonly models: readonly { name: string; state: 'loading' | 'loaded' | 'unloading' }[]
}): States => new Map(models.map(({ name, state }) => [name, state]))

/** What is running is known within a second, the list itself every half minute. */
export function withRunning<M extends { readonly name: string; readonly is_running: boolean }>(
  models: readonly M[],
  states: States | undefined,
): readonly M[] {
  if (!states) return models
  return models.map((model) => {
    const isRunning = states.has(model.name)
    return isRunning === model.is_running ? model : { ...model, is_running: isRunning }
  })
}
