import type { TimelineEntry } from '@ollama-dashboard/contracts'
import { toCsv } from '../../lib/files/csv.ts'

const columns = [
  'at',
  'ended_at',
  'kind',
  'type',
  'instance',
  'model',
  'by',
  'severity',
  'detail',
  'before',
  'after',
  'id',
] as const satisfies readonly (keyof TimelineEntry)[]

/** What happened, for a spreadsheet. */
export const timelineCsv = (entries: readonly TimelineEntry[]): string =>
  toCsv([columns, ...entries.map((entry) => columns.map((name) => entry[name]))])
