import type { AuditEntry, AuditOutcome } from '@ollama-dashboard/contracts'
import type { Change, ChangedFields } from '../kernel/call-context.ts'

/** A call that may change something, from its beginning to its answer. */
export interface AuditedCall {
  /** Core says what was changed. Of several reports, each counts for what it names. */
  changed(change: Change): void
  /** Whether core reported anything. */
  readonly isReported: boolean
  /** See `Audit.call`. */
  end(how: CallEnd): Promise<void>
}

export interface CallEnd {
  readonly outcome: AuditOutcome
  /** Error code, if it was refused or failed. */
  readonly code: string | null
  /** Whether the answer waits for the entry, and fails without it. */
  readonly isChange: boolean
}

/** What is known of a call before anything is done. */
export interface CallOfAudit extends Pick<AuditEntry, 'actor' | 'action' | 'target' | 'instance' | 'trace_id'> {}

/** Entries stay small, whatever somebody changes at once. */
const maxFieldsLength = 8192

export const fieldsOf = (fields: ChangedFields | null | undefined): ChangedFields | null => {
  if (!fields || Object.keys(fields).length === 0) return null
  const { length } = JSON.stringify(fields)
  return length <= maxFieldsLength ? fields : { omitted: `${Object.keys(fields).length} fields, ${length} characters` }
}
