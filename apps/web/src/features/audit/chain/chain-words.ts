import type { AuditVerification } from '@ollama-dashboard/contracts'
import { formatCount, formatSpan } from '../../../lib/format.ts'

/** "1 entry", "2,318 entries". */
export const entriesWords = (count: number): string => (count === 1 ? '1 entry' : `${formatCount(count)} entries`)

/** What of a broken chain can be relied on. */
export function beforeWords(count: number): string {
  if (count === 0) return 'It is the first entry.'
  return count === 1 ? 'The entry before it holds.' : `The ${formatCount(count)} entries before it hold.`
}

/** "40 s ago". The clocks of server and browser may differ: nothing was checked in the future. */
export function ageWords(time: string, now: number): string {
  const seconds = Math.floor((now - Date.parse(time)) / 1000)
  if (seconds < 1) return 'just now'
  return `${seconds < 90 ? `${seconds} s` : formatSpan(seconds)} ago`
}

/** "line 1,204 of audit.jsonl" */
export const brokenPlace = ({ file, line }: NonNullable<AuditVerification['first_broken']>): string =>
  `line ${formatCount(line)} of ${file}`
