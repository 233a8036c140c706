import type { AuditEntry, AuditFilters, AuditOutcome, AuditPage } from '@ollama-dashboard/contracts'
import { LRUCache } from 'lru-cache'
import { limit as atOnce } from '../kernel/serial.ts'
import { filterOf } from './audit-filters.ts'
import { parsed } from './log/audit-line.ts'
import type { LineStore } from './log/line-store.ts'

export interface AuditQuery extends AuditFilters {
  /** Only entries with a smaller number. */
  readonly before?: number
  readonly limit?: number
}

/** How many entries there are of each outcome, up to the entry with number `through`. */
interface Counted {
  readonly through: number
  readonly of: Readonly<Record<AuditOutcome, number>>
}

const pageLength = 50
const nothing: Counted = { through: 0, of: { done: 0, accepted: 0, refused: 0, failed: 0 } }

/**
 * Reads pages of the log, newest first. Memory holds one page and one piece of a file. Numbers are counted once for filters, one count after the other, and from
 * then on only what was added.
 */
export function createAuditPages(store: LineStore) {
  const counts = new LRUCache<string, Counted>({ max: 32 })
  const inTurn = atOnce(1)

  async function* entries(signal: AbortSignal, before: number): AsyncGenerator<AuditEntry, void, void> {
    for await (const line of store.backward(signal, before)) {
      const entry = parsed(line)
      if (entry) yield entry
    }
  }

  async function count(filters: AuditFilters, signal: AbortSignal, newest: number): Promise<Counted['of']> {
    const { outcome: _, ...others } = filters
    const key = JSON.stringify(others, Object.keys(others).sort())
    return inTurn(async () => {
      const known = counts.get(key) ?? nothing
      const isAskedFor = filterOf(others)
      const of = { ...known.of }
      for await (const entry of entries(signal, newest + 1)) {
        if (entry.seq <= known.through) break
        if (isAskedFor(entry)) of[entry.outcome] += 1
      }
      // Somebody who came later may have counted further.
      if (newest > known.through) counts.set(key, { through: newest, of })
      return newest >= known.through ? of : known.of
    })
  }

  async function find(filters: AuditFilters, signal: AbortSignal, before: number, length: number) {
    const isAskedFor = filterOf(filters)
    const found: AuditEntry[] = []
    for await (const entry of entries(signal, before)) {
      if (!isAskedFor(entry)) continue
      found.push(entry)
      if (found.length > length) break
    }
    return found
  }

  async function newestOf(signal: AbortSignal): Promise<AuditEntry | null> {
    for await (const entry of entries(signal, Number.MAX_SAFE_INTEGER)) return entry
    return null
  }

  async function oldestOf(signal: AbortSignal): Promise<AuditEntry | null> {
    for await (const { lines } of store.forward(signal)) {
      const oldest = lines.map(parsed).find((entry) => entry !== null)
      if (oldest) return oldest
    }
    return null
  }

  return {
    async page(query: AuditQuery, signal: AbortSignal): Promise<AuditPage> {
      const { before = Number.MAX_SAFE_INTEGER, limit = pageLength, ...filters } = query
      const [newest, oldest] = [await newestOf(signal), await oldestOf(signal)]
      const through = newest?.seq ?? 0
      // What is written meanwhile is of the next reading: the entries are those that are counted.
      const found = await find(filters, signal, Math.min(before, through + 1), limit)
      const page = found.slice(0, limit)
      const of = await count(filters, signal, through)
      const { refused, failed } = of
      const { outcome } = filters
      return {
        entries: page,
        next: found.length > limit ? (page.at(-1)?.seq ?? null) : null,
        total: newest && oldest ? newest.seq - oldest.seq + 1 : 0,
        since: oldest?.time ?? null,
        counts: { refused, failed },
        matches: outcome ? of[outcome] : of.done + of.accepted + refused + failed,
      }
    },
  }
}
