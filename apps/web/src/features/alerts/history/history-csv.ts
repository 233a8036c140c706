import type { Alert } from '@ollama-dashboard/contracts'
import { toCsv } from '../../../lib/files/csv.ts'

const columns = [
  'id',
  'rule',
  'title',
  'description',
  'severity',
  'instance',
  'model',
  'started_at',
  'last_seen_at',
  'resolved_at',
  'resolved_by',
  'occurrences',
  'value',
  'threshold',
  'unit',
] as const satisfies readonly (keyof Alert)[]

/** Alerts for a spreadsheet. */
export const historyCsv = (alerts: readonly Alert[]): string =>
  toCsv([columns, ...alerts.map((alert) => columns.map((name) => alert[name]))])
