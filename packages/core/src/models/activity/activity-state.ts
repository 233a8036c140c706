import { comparableName, type ModelActivity } from '@ollama-dashboard/contracts'
import { LRUCache } from 'lru-cache'
import { type Clock, timestamp } from '../../kernel/clock.ts'
import { createRepliesElsewhere, type RepliesElsewhere, type TheirReplies } from './replies-elsewhere.ts'
import type { TokenMeter } from './token-meter.ts'

interface Known {
  /** Milliseconds since the epoch. */
  usedAt: number | null
  contextUsed: number | null
}

/** Replies through this process with one model. */
export interface Replying {
  readonly model: string
  readonly meters: Set<TokenMeter>
  cancel: () => void
}

/** What the models of one server do, each by the id that all its names have. */
export interface ActivityState {
  readonly known: LRUCache<string, Known>
  readonly replying: Map<string, Replying>
  readonly elsewhere: RepliesElsewhere
  lookedAt: number
  /** Null until somebody asked. */
  lastUses: ReadonlyMap<string, string> | null
  knownOf(id: string): Known
  /** What is done through this process alone. */
  own(id: string): Omit<TheirReplies, 'model'>
  view(id: string, model: string): ModelActivity
  /** Those that anybody replies with. */
  replyingModels(): readonly (readonly [id: string, model: string])[]
}

export function createActivityState(clock: Clock): ActivityState {
  const known = new LRUCache<string, Known>({ max: 1000 })
  const replying = new Map<string, Replying>()
  const elsewhere = createRepliesElsewhere(clock)

  function own(id: string) {
    const meters = [...(replying.get(id)?.meters ?? [])]
    return { requests: meters.length, tokensPerSecond: sumOf(meters.map(({ tokensPerSecond }) => tokensPerSecond)) }
  }

  return {
    known,
    replying,
    elsewhere,
    lookedAt: 0,
    lastUses: null,
    knownOf(id) {
      const one = known.get(id) ?? { usedAt: null, contextUsed: null }
      known.set(id, one)
      return one
    },
    own,
    view(id, model) {
      const all = [own(id), ...elsewhere.of(id)]
      const { usedAt = null, contextUsed = null } = known.get(id) ?? {}
      const speed = sumOf(all.map(({ tokensPerSecond }) => tokensPerSecond))
      return {
        model,
        requests: all.reduce((sum, { requests }) => sum + requests, 0),
        tokens_per_second: speed === null ? null : Math.round(speed * 10) / 10,
        context_used: contextUsed,
        last_used_at: usedAt === null ? (this.lastUses?.get(comparableName(model)) ?? null) : timestamp(usedAt),
      }
    },
    replyingModels: () => [...[...replying].map(([id, { model }]) => [id, model] as const), ...elsewhere.models()],
  }
}

/** Null where nothing is known of any. */
function sumOf(speeds: readonly (number | null)[]): number | null {
  const known = speeds.flatMap((speed) => speed ?? [])
  return known.length === 0 ? null : known.reduce((sum, one) => sum + one, 0)
}
