import type { AuditEntry, AuditFilters, AuditPage, AuditVerification } from '@ollama-dashboard/contracts'
import type { JsonLine } from '../json/json-line.ts'
import type { CallContext } from '../kernel/call-context.ts'
import type { Finding, Metric } from '../kernel/contributions.ts'
import type { ByTimeQuery } from './audit-by-time.ts'
import type { AuditQuery } from './audit-pages.ts'
import type { AuditedCall, CallOfAudit } from './audited-call.ts'
import type { NewEntry } from './log/audit-line.ts'

/** Who did what: a log whose entries each carry the hash of the one before, so that nothing in it can be changed unseen. */
export interface Audit {
  /**
   * Null, or null later, where a change can be recorded. Throws `audit_unavailable`: nothing may be changed then. Called before each
   * change, and nearly always costs nothing.
   */
  expectWritable(): Promise<void> | null
  /**
   * Begins to note a call. Its end is an entry: of a change it is on the disk when the promise is kept, and rejects with
   * `audit_unavailable` where that does not work now; it is written later then. Of anything else it never rejects. Calls that were
   * refused alike within a minute are one entry beside the first.
   */
  call(of: CallOfAudit): AuditedCall
  /** Notes a key that was not accepted. Those of a minute and an address are one entry. Never throws. */
  signInFailed(attempt: Pick<CallOfAudit, 'trace_id'> & { readonly address: string }): void
  /** Newest first. Throws `validation_failed` for what is no time, `audit_unavailable` where the log cannot be read. */
  list(context: CallContext, query: AuditQuery): Promise<AuditPage>
  /**
   * By the time that they tell, newest first. What was refused again and again within the last minute is told later. Throws
   * as `list` does.
   */
  byTime(context: CallContext, query: ByTimeQuery): Promise<readonly AuditEntry[]>
  /** The lines as they stand in the log, oldest first, up to now. Throws as `list` does. */
  export(context: CallContext, filters: AuditFilters): AsyncGenerator<JsonLine<AuditEntry>, void, void>
  /** Reads the whole log. Those who ask meanwhile share one run, which ends when all of them have left. Throws as `list` does. */
  verify(context: CallContext): Promise<AuditVerification>
}

export interface OwnedAudit extends Audit, AsyncDisposable {
  readonly metrics: readonly Metric[]
  health(): readonly Finding[]
  /** Goes over from the memory of a demo to the file. */
  leaveDemo(): Promise<void>
}

export interface AuditConfig {
  /** The file that is written; full ones lie beside it. */
  readonly path: string
  /** How long a file gets; 64 MiB when absent. */
  readonly maxBytes?: number
  /** Is told the newest hash once an hour, and at the end. */
  readonly anchorUrl?: URL
}

/** An entry of the time before a demo, and when it was made, in milliseconds since the epoch. */
export interface PastEntry extends Omit<NewEntry, 'time'> {
  readonly at: number
}
