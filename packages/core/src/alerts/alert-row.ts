import type { Alert, AlertState } from '@ollama-dashboard/contracts'
import { type AlertRow, fingerprintOf, type KnownAlert, readSubject, subjectOf } from './alert-table.ts'

/** What is kept as JSON: nothing is sought by it. */
type Content = Pick<Alert, 'title' | 'description' | 'value' | 'threshold' | 'unit' | 'suggested_context'>

export function rowOf(alert: KnownAlert): AlertRow {
  const { id, rule, source, severity, state, started_at, last_seen_at, resolved_at, resolved_by, occurrences } = alert
  const { told, isHeldDown, title, description, value, threshold, unit, suggested_context } = alert
  const content: Content = { title, description, value, threshold, unit, suggested_context }
  return {
    id,
    fingerprint: fingerprintOf(alert),
    subject: subjectOf(alert),
    rule,
    source,
    severity,
    state,
    started_at,
    last_seen_at,
    resolved_at,
    resolved_by,
    occurrences,
    told,
    held_down: Number(isHeldDown),
    content: JSON.stringify(content),
  }
}

/** Only rowOf makes rows, so what they hold is an alert. */
export function alertOf({ fingerprint: _, subject, held_down, content, ...row }: AlertRow): KnownAlert {
  const told: AlertState = row.told
  return { ...row, ...readSubject(subject), ...(JSON.parse(content) as Content), told, isHeldDown: held_down === 1 }
}
