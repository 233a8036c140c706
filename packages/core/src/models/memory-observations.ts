import { type Clock, timestamp } from '../clock.ts'
import type { Instance } from '../instances/instance.ts'
import type { MemoryObservation } from '../ollama/memory-estimate.ts'
import type { LoadedModel } from '../ollama/ollama.ts'
import type { MemoryObservationRepository, StoredObservation } from '../storage/memory-observation-repository.ts'

/** What models took in memory here, by server, digest and context: an estimate is good, what was seen is better. */
export interface MemoryObservations {
  /** Reads what was kept. */
  open(): Promise<void>
  /** Learns from an answer of `/api/ps`. */
  note(instance: Pick<Instance, 'name' | 'demo'>, loaded: readonly LoadedModel[]): void
  of(instance: string, digest: string | null): readonly MemoryObservation[]
}

/**
 * A model that takes another size at the same context runs with other settings of the server, or other runner options:
 * then nothing that was measured before holds any more. So much may differ by itself.
 */
const sameWithin = 0.01

export function createMemoryObservations(repository: MemoryObservationRepository, clock: Clock): MemoryObservations {
  const byModel = new Map<string, Map<number, number>>()

  function sizesOf(key: string): Map<number, number> {
    const sizes = byModel.get(key) ?? new Map<number, number>()
    byModel.set(key, sizes)
    return sizes
  }

  async function keep({ instance, digest, context, size }: Omit<StoredObservation, 'observed_at'>, isOther: boolean) {
    if (isOther) await repository.forget(instance, digest)
    await repository.save({ instance, digest, context, size, observed_at: timestamp(clock.now()) })
  }

  return {
    async open() {
      for (const { instance, digest, context, size } of await repository.all()) {
        const sizes = sizesOf(keyOf(instance, digest))
        // What was seen since the start is newer.
        if (!sizes.has(context)) sizes.set(context, size)
      }
    },

    note({ name: instance, demo }, loaded) {
      for (const { digest, contextLength: context, size } of loaded) {
        if (digest === null || context === null || size === null || size === 0) continue
        const sizes = sizesOf(keyOf(instance, digest))
        const before = sizes.get(context)
        if (before === size) continue
        const isOther = before !== undefined && Math.abs(size / before - 1) > sameWithin
        if (isOther) sizes.clear()
        sizes.set(context, size)
        // A storage that fails is told elsewhere; what is not kept is seen again at the next load.
        if (demo === null) keep({ instance, digest, context, size }, isOther).catch(() => undefined)
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
