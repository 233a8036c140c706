import { sameModel, type TimelineEntry } from '@ollama-dashboard/contracts'
import { timestamp } from '../../kernel/clock.ts'
import type { Hours } from '../../performance/speed-table.ts'

/** A version that changed. */
export type VersionChange = Pick<TimelineEntry, 'id' | 'at' | 'type' | 'instance' | 'model'>

const hourMs = 3_600_000
const weekMs = 7 * 24 * hourMs

/** What makes models faster or slower. The driver is that of this machine, and so of servers that run here. */
export function concerns(change: VersionChange, instance: string, model: string, isLocal: boolean): boolean {
  if (change.type === 'gpu.driver') return isLocal
  if (change.instance !== instance) return false
  return change.type === 'ollama.version' || (change.type === 'model.digest' && sameModel(change.model ?? '', model))
}

/**
 * The hours before and after a change that can be compared: within a week of it, and with no further change that concerns
 * the model in between. Speeds are counted by the hour, so that the hours in which something changed are on neither side.
 */
export function fairHours(
  change: VersionChange,
  others: readonly VersionChange[],
  nowMs: number,
): { readonly before: Hours; readonly after: Hours } {
  const at = Date.parse(change.at)
  const times = others.filter(({ id }) => id !== change.id).map((other) => Date.parse(other.at))
  const begin = Math.max(at - weekMs, ...times.filter((time) => time <= at))
  const end = Math.min(at + weekMs, ...times.filter((time) => time > at))
  const hours = (from: number, to: number) => ({ from: timestamp(from), to: timestamp(Math.max(from, to)) })
  return {
    before: hours(hourAfter(begin), hourOf(at)),
    // The hour that has not ended is whole as far as it goes.
    after: hours(hourAfter(at), end > nowMs ? hourOf(nowMs) + hourMs : hourOf(end)),
  }
}

const hourOf = (ms: number): number => Math.floor(ms / hourMs) * hourMs
const hourAfter = (ms: number): number => hourOf(ms) + hourMs
