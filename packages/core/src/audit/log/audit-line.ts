import { hash } from 'node:crypto'
import type { AuditEntry } from '@ollama-dashboard/contracts'

/** What the next entry continues. */
export interface Head {
  /** 0 before the first. */
  readonly seq: number
  /** SHA-256 in hex. */
  readonly hash: string
}

/** An entry that has no place in the log yet. */
export type NewEntry = Omit<AuditEntry, 'seq' | 'prev' | 'hash'>

export const beginning: Head = { seq: 0, hash: '0'.repeat(64) }

/** Entries are of some 500 bytes. What is longer than this was written by somebody else. */
export const longestLine = 1_048_576

const hashMember = ',"hash":"'
const tail = /^,"hash":"([0-9a-f]{64})"\}\n$/
const tailBytes = hashMember.length + 64 + '"}\n'.length

/** The line of an entry, with its newline, and the head of the log once it stands there. */
export function lineOf(entry: NewEntry, { seq, hash: prev }: Head): { readonly line: string; readonly head: Head } {
  const { time, actor, action, target, instance, outcome, code, count, before, after, trace_id } = entry
  const { key_id, name, role, address, via } = actor
  const ordered = {
    seq: seq + 1,
    time,
    actor: { key_id, name, role, address, via },
    action,
    target,
    instance,
    outcome,
    code,
    count,
    before,
    after,
    trace_id,
    prev,
  }
  const covered = JSON.stringify(ordered).slice(0, -1)
  const own = hash('sha256', covered)
  return { line: `${covered}${hashMember}${own}"}\n`, head: { seq: seq + 1, hash: own } }
}

/** An entry as it stands in the log, newline included, and whether its hash is that of its content. Null for what is no entry. */
export function readLine(bytes: Buffer): { readonly entry: AuditEntry; readonly isWhole: boolean } | null {
  const covered = bytes.subarray(0, Math.max(0, bytes.length - tailBytes))
  const [, own] = tail.exec(bytes.toString('latin1', covered.length)) ?? []
  if (own === undefined) return null
  const entry = parsed(bytes)
  return entry && { entry, isWhole: hash('sha256', covered) === own && entry.hash === own }
}

/** An entry as it stands in the log, whatever its hash; null for what is none. */
export function parsed(bytes: Buffer): AuditEntry | null {
  try {
    const value: unknown = JSON.parse(bytes.toString())
    return isEntry(value) ? value : null
  } catch {
    return null
  }
}

/** The number of the entry, without reading the rest of its line; null where it has none. */
export function seqOf(bytes: Buffer): number | null {
  const [, seq] = /^\{"seq":(\d{1,15}),/.exec(bytes.toString('latin1', 0, 24)) ?? []
  return seq === undefined ? null : Number(seq)
}

/** As far as others read of it: what somebody else wrote into the file breaks no page. */
function isEntry(value: unknown): value is AuditEntry {
  const { seq, time, actor, action, prev, hash } = (value ?? {}) as Partial<AuditEntry>
  const areTexts = [time, action, prev, hash].every((text) => typeof text === 'string')
  return Number.isSafeInteger(seq) && areTexts && typeof actor === 'object' && actor !== null
}
