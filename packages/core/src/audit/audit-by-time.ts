import type { AuditEntry } from '@ollama-dashboard/contracts'
import { readTimestamp } from '../kernel/clock.ts'
import { parsed } from './log/audit-line.ts'
import type { LineStore } from './log/line-store.ts'

export interface ByTimeQuery {
  /** Not before this time, RFC 3339. */
  readonly from: string
  /** What is older; of that very time, what has a smaller number than `seq`, or nothing where that is null. */
  readonly before: { readonly at: string; readonly seq: number | null }
  readonly limit: number
  /** No entry of this number or later is among them: so none of them is read. */
  readonly through?: number | undefined
  /** All when absent. */
  readonly isWanted?: (entry: AuditEntry) => boolean
}

/** Entries of what was refused again and again are written up to a minute after the time that they tell. */
const lateMs = 120_000

/**
 * Entries by the time that they tell, newest first; of one time, by their numbers. Reads backward from the end of the log,
 * or from `through`, and no further than it has to. Nothing is counted.
 */
export async function auditByTime(
  store: Pick<LineStore, 'backward'>,
  { from, before, limit, through = Number.MAX_SAFE_INTEGER, isWanted = () => true }: ByTimeQuery,
  signal: AbortSignal,
): Promise<readonly AuditEntry[]> {
  const found: AuditEntry[] = []
  const isInRange = ({ time, seq }: AuditEntry) =>
    time >= from && (time < before.at || (before.seq !== null && time === before.at && seq < before.seq))
  for await (const line of store.backward(signal, through)) {
    const entry = parsed(line)
    const time = entry && readTimestamp(entry.time)
    if (!entry || time === null) continue
    if (isInRange({ ...entry, time }) && isWanted(entry)) found.push({ ...entry, time })
    // They come nearly in order, so that sorting costs little.
    found.sort(newestFirst).splice(limit)
    const last = found.length < limit ? from : (found.at(-1)?.time ?? from)
    // All that was written before it is older than the last that is wanted.
    if (Date.parse(time) < Date.parse(last) - lateMs) break
  }
  return found
}

const newestFirst = (a: AuditEntry, b: AuditEntry): number =>
  a.time === b.time ? b.seq - a.seq : a.time < b.time ? 1 : -1
