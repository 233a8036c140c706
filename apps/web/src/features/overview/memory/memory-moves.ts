import type { RunningModel, SystemStats } from '@ollama-dashboard/contracts'
import { devicesOf } from './memory-blocks.ts'
import { type Before, othersBefore, othersOf } from './others-before.ts'

/** What is in memory, and when that was read. */
export interface LoadedList {
  readonly models: readonly RunningModel[]
  /** RFC 3339; null before the first answer. */
  readonly fetched_at: string | null
}

/** Models on their way in or out of memory, and what other processes held before. */
export interface MemoryMoves {
  /** By name, since when it is on its way; milliseconds since the epoch. */
  readonly moving: ReadonlyMap<string, { readonly word: 'loading' | 'unloading'; readonly since: number }>
  /** By device, in bytes. */
  readonly others: ReadonlyMap<string, number>
  /** What was in memory at last. */
  readonly loaded: ReadonlySet<string>
}

export const noMoves: MemoryMoves = { moving: new Map(), others: new Map(), loaded: new Set() }

/** The host is measured every two seconds: only a figure of after that knows that a model is gone. */
const settleMs = 2500

/**
 * Follows what comes and goes. Memory is measured seconds after the list of models was read: what a model has just freed,
 * or what one that loads has taken so far, is not of other processes, which are taken to hold what they held before.
 */
export function followMoves(
  before: MemoryMoves,
  stats: SystemStats,
  list: LoadedList,
  past: Before | null = null,
): MemoryMoves {
  const sampledAt = Date.parse(stats.sampled_at)
  const readAt = list.fetched_at === null ? sampledAt : Date.parse(list.fetched_at)
  const moving: [string, { word: 'loading' | 'unloading'; since: number }][] = []
  for (const { name, state } of list.models) {
    if (state === 'loading') moving.push([name, { word: 'loading', since: readAt }])
  }
  const isListed = (name: string) => list.models.some((model) => model.name === name)
  for (const [name, { since }] of before.moving) {
    if (!isListed(name) && sampledAt < since + settleMs) moving.push([name, { word: 'unloading', since }])
  }
  for (const name of before.loaded) {
    if (!isListed(name)) moving.push([name, { word: 'unloading', since: readAt }])
  }
  const isOpenedSince = before.others.size === 0 && past !== null
  const known = isOpenedSince ? othersBefore(stats, list.models, past) : null
  return {
    moving: new Map(moving),
    others: moving.length === 0 ? othersOf(devicesOf(stats, list.models)) : (known ?? before.others),
    loaded: new Set(list.models.flatMap(({ name, state }) => (state === 'loading' ? [] : [name]))),
  }
}
