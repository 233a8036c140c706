import {
  type AvailableModels,
  comparableName,
  type RunningModel,
  type RunningModels,
  sameModel,
} from '@ollama-dashboard/contracts'
import type { Instance } from '../../instances/instance.ts'
import { perInstance } from '../../instances/per-instance.ts'
import { timestamp } from '../../kernel/clock.ts'
import type { Collector } from '../../kernel/collector/collector.ts'
import type { Reading } from '../../kernel/collector/reading.ts'
import { formatSize } from '../../kernel/text/format-size.ts'
import type { InstalledModel, LoadedModel } from '../../ollama/ollama.ts'
import { isForever } from '../actions/keep-alive.ts'
import type { ModelTasks } from '../actions/model-tasks.ts'
import type { Working } from '../activity/working.ts'
import { describeInstalled, describeLoaded } from '../describe.ts'

export interface ReadOptions {
  /** Ask Ollama now instead of answering with what was last read. */
  readonly refresh?: boolean
  /** What is known now: it waits for nobody, and does not make the dashboard ask more often, as somebody who looks does. */
  readonly peek?: boolean
}

/**
 * Lists made of what the collectors last read, of what this dashboard is doing, and of which models a person set; made
 * again only when one of these changed.
 */
export function createModelLists(tasks: ModelTasks, customised: () => ReadonlySet<string>) {
  const runningOf = perInstance(() => createMemo<RunningModels>())
  const availableOf = perInstance(() => createMemo<AvailableModels>())

  return {
    async running(instance: Instance, options?: ReadOptions): Promise<RunningModels> {
      const loaded = await read(instance.loaded, options)
      const installed = instance.installed.current()
      return runningOf(instance)([loaded, installed, instance.traits.revision, tasks.revision], () => ({
        models: runningModels(instance, loaded, installed.value ?? [], tasks.working(instance)),
        ...freshness(loaded),
      }))
    },
    async available(instance: Instance, options?: ReadOptions): Promise<AvailableModels> {
      const installed = await read(instance.installed, options)
      const loaded = instance.loaded.current().value ?? noModels
      const custom = customised()
      return availableOf(instance)([installed, loaded, instance.traits.revision, custom], () => {
        const isLoaded = loadedAmong(loaded)
        return {
          models: (installed.value ?? []).map((model) => ({
            ...describeInstalled(model, instance),
            is_running: isLoaded(model),
            has_custom_settings: custom.has(comparableName(model.name)),
          })),
          ...freshness(installed),
        }
      })
    },
  }
}

const noModels: readonly LoadedModel[] = []

/** Like `isSameModel` for each loaded model, in constant time. */
function loadedAmong(loaded: readonly LoadedModel[]): (model: InstalledModel) => boolean {
  const names = new Set(loaded.map(({ name }) => comparableName(name)))
  const digests = new Set(loaded.map(({ digest }) => digest))
  return ({ name, digest }) => (digest !== null && digests.has(digest)) || names.has(comparableName(name))
}

/** A server that never answered has no list to show, only the reason. */
async function read<T>(collector: Collector<T>, { refresh, peek }: ReadOptions = {}): Promise<Reading<T>> {
  const reading = peek ? collector.current() : await (refresh ? collector.refresh() : collector.read())
  if (reading.value === null && reading.error) throw reading.error
  return reading
}

/** Remembers what was made last, and makes it again only when something that it is made from is another object. */
function createMemo<T>() {
  let last: { readonly from: readonly unknown[]; readonly made: T } | null = null
  return (from: readonly unknown[], make: () => T): T => {
    if (!last?.from.every((part, index) => part === from[index])) last = { from, made: make() }
    return last.made
  }
}

const freshness = ({ fetchedAt, error }: Reading<unknown>) => ({
  fetched_at: fetchedAt === null ? null : timestamp(fetchedAt),
  stale: error !== null,
})

function runningModels(
  instance: Instance,
  { value, fetchedAt }: Reading<readonly LoadedModel[]>,
  installed: readonly InstalledModel[],
  working: readonly Working[],
): RunningModel[] {
  const asOf = fetchedAt ?? 0
  const isWorking = (name: string) => working.find(({ model }) => sameModel(model, name))
  const byName = new Map(installed.map((model) => [comparableName(model.name), model]))
  const describe = (name: string) => {
    const model = byName.get(comparableName(name))
    return model && describeInstalled(model, instance)
  }

  const inMemory = (value ?? []).map((loaded): RunningModel => {
    const base = describe(loaded.name) ?? describeLoaded(loaded, instance)
    const state = isWorking(loaded.name)?.state ?? 'loaded'
    return state === 'loading' ? { ...base, ...unknownMemory } : { ...base, ...memoryOf(loaded, asOf), state }
  })
  const onTheWay = working
    .filter(({ model, state }) => state === 'loading' && !inMemory.some(({ name }) => sameModel(name, model)))
    .flatMap(({ model }): RunningModel[] => {
      const base = describe(model)
      return base ? [{ ...base, ...unknownMemory }] : []
    })
  return [...inMemory, ...onTheWay]
}

/** Ollama tells nothing of a model before its load has ended. */
const unknownMemory = {
  size: null,
  formatted_size: null,
  size_vram: null,
  size_ram: null,
  gpu_percent: null,
  allocated_context: null,
  expires_at: null,
  pinned: false,
  expires_in_seconds: null,
  state: 'loading',
} as const

function memoryOf({ size, sizeVram, contextLength, expiresAt }: LoadedModel, asOf: number) {
  const remainingMs = expiresAt === null ? null : Date.parse(expiresAt) - asOf
  const pinned = remainingMs !== null && isForever(remainingMs)
  const expires = pinned || remainingMs === null || Number.isNaN(remainingMs) ? null : remainingMs
  // Seen on real servers: a vram part above the total means that Ollama does not know.
  const split = size !== null && sizeVram !== null && size > 0 && sizeVram <= size
  return {
    size,
    formatted_size: formatSize(size),
    size_vram: split ? sizeVram : null,
    size_ram: split ? size - sizeVram : null,
    gpu_percent: split ? Math.round((sizeVram / size) * 1000) / 10 : null,
    allocated_context: contextLength,
    expires_at: expires === null ? null : timestamp(asOf + expires),
    pinned,
    expires_in_seconds: expires === null ? null : Math.round(expires / 100) / 10,
  }
}
