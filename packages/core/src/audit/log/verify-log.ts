import { basename } from 'node:path'
import type { AuditVerification } from '@ollama-dashboard/contracts'
import { type Head, readLine } from './audit-line.ts'
import type { LineBatch } from './line-store.ts'

type Verified = Pick<AuditVerification, 'intact' | 'lines' | 'first_broken'>

export interface Expected {
  /** What the first line continues. */
  readonly origin: Head
  /** Entries that are known to stand in the log: of an anchor, or the last that was written. */
  readonly known?: readonly (Head & { readonly source: string })[]
}

/**
 * Reads lines from the first to the last, and ends at the first that is not what was written. Every byte of them counts. An end that
 * was cut off is found where an entry is known that stood there.
 */
export async function verifyLines(
  batches: AsyncIterable<LineBatch>,
  { origin, known = [] }: Expected,
): Promise<Verified> {
  const knownBySeq = new Map<number, (Head & { readonly source: string })[]>()
  for (const one of known) knownBySeq.set(one.seq, [...(knownBySeq.get(one.seq) ?? []), one])
  let before = origin
  let lines = 0
  let place = { file: '', line: 1 }
  const broken = (reason: string): Verified => ({ intact: false, lines, first_broken: { ...place, reason } })

  for await (const batch of batches) {
    for (const [index, bytes] of batch.lines.entries()) {
      place = { file: basename(batch.file), line: batch.firstLine + index }
      const read = readLine(bytes)
      const wrong = read ? whatIsWrong(read, before) : 'The line is not an entry.'
      if (wrong !== null || !read) return broken(wrong ?? '')
      const { seq, hash } = read.entry
      const other = knownBySeq.get(seq)?.find((one) => one.hash !== hash)
      if (other) return broken(`Entry ${seq} is not the one that ${other.source} knows.`)
      before = { seq, hash }
      lines += 1
    }
  }
  const missing = known.filter(({ seq }) => seq > before.seq).sort((a, b) => b.seq - a.seq)[0]
  if (!missing) return { intact: true, lines }
  place = { ...place, line: lines === 0 ? 1 : place.line + 1 }
  return broken(`${rangeOf(before.seq + 1, missing.seq)} missing at the end.`)
}

function whatIsWrong({ entry, isWhole }: NonNullable<ReturnType<typeof readLine>>, before: Head): string | null {
  const next = before.seq + 1
  if (!isWhole) return 'The entry was changed: its hash is not that of its content.'
  if (entry.seq > next) return `${rangeOf(next, entry.seq - 1)} missing.`
  if (entry.seq < next) return `Entry ${entry.seq} stands where entry ${next} belongs.`
  return entry.prev === before.hash ? null : `Entry ${entry.seq} does not continue the one before it.`
}

const rangeOf = (first: number, last: number): string =>
  first === last ? `Entry ${first} is` : `Entries ${first} to ${last} are`
