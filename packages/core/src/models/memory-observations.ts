import { type Clock, timestamp } from '../clock.ts'
import type { Instance } from '../instances/instance.ts'
import type { MemoryObservation } from '../ollama/memory-estimate.ts'
import type { LoadedModel } from '../ollama/ollama.ts'
import type { MemoryObservationRepository } from '../storage/memory-observation-repository.ts'

/** What models took in memory here, by server, digest and context: an estimate is good, what was seen is better. */
export interface MemoryObservations {
  /** Reads what was kept. */
  open(): Promise<void>
  /** Learns from an answer of `/api/ps`. */
  note(instance: Pick<Instance, 'name' | 'demo'>, loaded: readonly LoadedModel[]): void
  of(instance: string, digest: string | null): readonly MemoryObservation[]
}

export function createMemoryObservations(repository: MemoryObservationRepository, clock: Clock): MemoryObservations {
  const byModel = new Map<string, Map<number, number>>()

  function put(key: string, context: number, size: number): boolean {
    const known = byModel.get(key) ?? new Map<number, number>()
    byModel.set(key, known)
    if (known.get(context) === size) return false
    known.set(context, size)
    return true
  }

  return {
    async open() {
      for (const { instance, digest, context, size } of await repository.all()) {
        const key = keyOf(instance, digest)
        // What was seen since the start is newer.
        if (!byModel.get(key)?.has(context)) put(key, context, size)
      }
    },

    note({ name: instance, demo }, loaded) {
      for (const { digest, contextLength: context, size } of loaded) {
        if (digest === null || context === null || size === null || size === 0) continue
        if (!put(keyOf(instance, digest), context, size) || demo !== null) continue
        const observed_at = timestamp(clock.now())
        // A storage that fails is told elsewhere; what is not kept is seen again at the next load.
        repository.save({ instance, digest, context, size, observed_at }).catch(() => undefined)
      }
    },

    of: (instance, digest) =>
      digest === null
        ? []
        : [...(byModel.get(keyOf(instance, digest)) ?? [])].map(([context, bytes]) => ({ context, bytes })),
  }
}

/** A newline is in neither part. */
const keyOf = (instance: string, digest: string): string => `${instance}\n${digest}`
