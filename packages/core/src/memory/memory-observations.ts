import { hostname } from 'node:os'
import type { LRUCache } from 'lru-cache'
import type { Instance } from '../instances/instance.ts'
import type { Background } from '../kernel/background.ts'
import { type Clock, timestamp } from '../kernel/clock.ts'
import { createServerCache } from '../kernel/server-cache.ts'
import type { LoadedModel } from '../ollama/ollama.ts'
import { addressKey, isLoopback } from '../ollama/ollama-address.ts'
import { unshared } from '../replicas/alone.ts'
import type { Replicas } from '../replicas/replicas.ts'
import type { MemoryObservation, OllamaMemoryConfig } from './memory-estimate.ts'
import type { MeasuredUnder, MemoryObservationRepository, StoredObservation } from './memory-observation-table.ts'

/**
 * What models took in memory under the present rules, by server, digest and context: an estimate is good, what was seen
 * is better.
 */
export interface MemoryObservations {
  /** Learns from an answer of `/api/ps`. */
  note(instance: Pick<Instance, 'url' | 'isEphemeral'>, loaded: readonly LoadedModel[]): void
  of(instance: Pick<Instance, 'url'>, digest: string | null): readonly MemoryObservation[]
}

export interface MemoryObservationsOptions {
  readonly storage: { readonly memoryObservations: MemoryObservationRepository }
  readonly rules: OllamaMemoryConfig
  readonly clock: Clock
  readonly background: Pick<Background, 'settle'>
  /** All of them learn, and one keeps it. */
  readonly replicas?: Pick<Replicas, 'leader'>
}

/**
 * A model that takes another size at the same context runs with other settings of the server, or other runner options:
 * then nothing that was measured before holds any more. So much may differ by itself.
 */
const sameWithin = 0.01

/** A server that tells something else each time fills neither the memory nor the disk. */
const maxContexts = 64

type SizesByContext = Map<number, number>

/** Reads what was kept; without it, estimates are only estimates, so that a storage that cannot be read fails nothing. */
export async function openMemoryObservations(options: MemoryObservationsOptions): Promise<MemoryObservations> {
  const { storage, rules, clock, background, replicas: { leader } = unshared } = options
  const repository = storage.memoryObservations
  const under = measuredUnder(rules)
  /** By address: a loopback address is one of this host here. */
  const byServer = new Map<string, LRUCache<string, SizesByContext>>()

  function sizesOf(server: string, digest: string): SizesByContext {
    const byDigest = byServer.get(server) ?? createServerCache<SizesByContext>()
    byServer.set(server, byDigest)
    const sizes = byDigest.get(digest) ?? new Map()
    byDigest.set(digest, sizes)
    return sizes
  }

  function keep(seen: Pick<StoredObservation, 'host' | 'server' | 'digest' | 'context' | 'size'>, isOther: boolean) {
    if (isOther) repository.forget(seen)
    repository.save({ ...seen, ...under, observed_at: timestamp(clock.now()) })
  }

  async function readKept() {
    for (const { server, digest, context, size } of await repository.all(under, hostname())) {
      sizesOf(server, digest).set(context, size)
    }
  }
  await background.settle('memory observations', readKept())

  return {
    note({ url, isEphemeral }, loaded) {
      const server = addressKey(url)
      for (const { digest, contextLength: context, size } of loaded) {
        if (digest === null || context === null || size === null || size === 0) continue
        const sizes = sizesOf(server, digest)
        const before = sizes.get(context)
        if (before === size) continue
        const isOther = before !== undefined && Math.abs(size / before - 1) > sameWithin
        if (isOther || sizes.size >= maxContexts) sizes.clear()
        sizes.set(context, size)
        if (!isEphemeral && leader.isHeld()) keep({ host: hostOf(url), server, digest, context, size }, isOther)
      }
    },

    of: ({ url }, digest) =>
      digest === null
        ? []
        : [...(byServer.get(addressKey(url))?.get(digest) ?? [])].map(([context, bytes]) => ({ context, bytes })),
  }
}

function measuredUnder({ kvCacheType, numParallel, flashAttention }: OllamaMemoryConfig): MeasuredUnder {
  const flash_attention = flashAttention === undefined ? 'auto' : flashAttention ? 'on' : 'off'
  return { kv_cache_type: kvCacheType, num_parallel: numParallel, flash_attention }
}

/** Dashboards that share a storage each mean a machine of their own by a loopback address. */
const hostOf = (url: URL): string => (isLoopback(url) ? hostname() : '')
