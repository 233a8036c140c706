import type { AuditEntry, AuditFilters, AuditPage, AuditVerification } from '@ollama-dashboard/contracts'
import { JsonLine } from '../json/json-line.ts'
import { type Clock, timestamp } from '../kernel/clock.ts'
import { auditByTime, type ByTimeQuery } from './audit-by-time.ts'
import { filterOf } from './audit-filters.ts'
import { type AuditQuery, createAuditPages } from './audit-pages.ts'
import type { Anchors } from './log/anchors.ts'
import { parsed } from './log/audit-line.ts'
import type { LineStore } from './log/line-store.ts'
import { verifyLines } from './log/verify-log.ts'
import { shareRun } from './shared-run.ts'

/** A store of lines, as it is read. */
export interface AuditLog extends AsyncDisposable {
  readonly store: LineStore
  readonly anchors: Anchors | null
  page(query: AuditQuery, signal: AbortSignal): Promise<AuditPage>
  byTime(query: ByTimeQuery, signal: AbortSignal): Promise<readonly AuditEntry[]>
  lines(filters: AuditFilters, signal: AbortSignal): AsyncGenerator<JsonLine<AuditEntry>, void, void>
  verify(signal: AbortSignal): Promise<AuditVerification>
}

export function createAuditLog(store: LineStore, anchors: Anchors | null, clock: Clock): AuditLog {
  const verify = shareRun(async (signal): Promise<AuditVerification> => {
    const anchor = (await anchors?.newest()) ?? null
    const known = anchor ? [{ ...anchor, source: 'the anchor' }] : []
    // Before the lines: what is added meanwhile is not missed.
    const written = store.failure ? null : await store.head()
    if (written && written.seq > 0) known.push({ ...written, at: '', source: 'the dashboard, which wrote it,' })
    const verified = await verifyLines(store.forward(signal), { origin: store.origin, known })
    return {
      ...verified,
      anchored: anchor && { seq: anchor.seq, at: anchor.at },
      checked_at: timestamp(clock.now()),
    }
  })

  return {
    store,
    anchors,
    page: createAuditPages(store).page,
    byTime: (query, signal) => auditByTime(store, query, signal),
    async *lines(filters, signal) {
      const isAskedFor = filterOf(filters)
      for await (const { lines } of store.forward(signal)) {
        for (const line of lines) {
          const entry = parsed(line)
          if (entry && isAskedFor(entry)) yield new JsonLine(entry, line)
        }
      }
    },
    verify,
    async [Symbol.asyncDispose]() {
      await anchors?.[Symbol.asyncDispose]()
      await store[Symbol.asyncDispose]()
    },
  }
}
