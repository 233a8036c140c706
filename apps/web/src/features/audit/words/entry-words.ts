import { titles } from 'virtual:problem-titles'
import type { AuditEntry } from '@ollama-dashboard/contracts'
import { roleName } from '../../../lib/access/roles.ts'
import { capitalised, formatCount, formatDate, formatHour, formatRecent, formatSecond } from '../../../lib/format.ts'
import type { StatusKind } from '../../../ui/status.tsx'
import { toldIn } from './change-words.ts'

type Actor = AuditEntry['actor']

/** "2,318 entries since 14 May 2026" */
export function sinceWords({ total, since }: { readonly total: number; readonly since: string | null }): string {
  const entries = total === 1 ? '1 entry' : `${formatCount(total)} entries`
  return since === null ? entries : `${entries} since ${formatDate(since)}`
}

/** To the second where it is of today. */
export function whenWords(time: string, now: number): string {
  const isToday = new Date(time).toDateString() === new Date(now).toDateString()
  const isOfWeek = now - Date.parse(time) < 6 * 86_400_000
  return isToday ? formatSecond(time) : isOfWeek ? formatRecent(time, now) : formatHour(time)
}

/** What the key was called then; who used none, or none that was accepted. */
export function whoWords({ key_id, name, via }: Actor): string {
  if (via === 'system') return 'Dashboard'
  if (key_id !== null) return name
  return name === 'local' ? 'This machine' : capitalised(name)
}

export function roleWords({ role, via }: Actor): string | null {
  if (role !== null) return roleName(role)
  return via === 'system' ? null : 'No key'
}

const ways: Readonly<Partial<Record<Actor['via'], string>>> = { session: 'page', key: 'API' }

/** "page", where a browser was signed in, or signs in; null where that is not told apart. */
export const wayOf = ({ action, actor }: AuditEntry): string | null =>
  (action === 'session.create' ? 'page' : ways[actor.via]) ?? null

interface OutcomeWords {
  readonly word: string
  readonly status: StatusKind
}

export const outcomeWords: Readonly<Record<AuditEntry['outcome'], OutcomeWords>> = {
  done: { word: 'Done', status: 'ok' },
  accepted: { word: 'Accepted', status: 'off' },
  refused: { word: 'Refused', status: 'attention' },
  failed: { word: 'Failed', status: 'broken' },
}

/** What an error code means, in a sentence without its stop; the code itself where this version does not know it. */
const meaningOf = (code: string): string =>
  (Object.hasOwn(titles, code) ? titles[code as keyof typeof titles] : undefined) ?? code

/** What people call what it was done to, where the entry itself tells: the name of a preset, the title of a job, several models. */
export function summaryOf({ action, code, count, before, after }: AuditEntry): string | null {
  if (action === 'access.sign_in') {
    const what = code === 'rate_limited' ? 'Too many failed tries' : 'Wrong key'
    return count === 1 ? what : `${what}, ${formatCount(count)} times`
  }
  const called = ['name', 'title'].flatMap((field) => [toldIn(after, field), toldIn(before, field)])
  const name = called.find((one) => typeof one === 'string')
  if (name !== undefined && !action.startsWith('conversations.')) return name as string
  const models = toldIn(after, 'models')
  if (Array.isArray(models)) return models.join(', ') || null
  return typeof models === 'number' ? `${formatCount(models)} models` : null
}

/** Why it was not done, or how it went on; null where nothing is to be said. */
export function outcomeSentence(entry: AuditEntry): string | null {
  const { outcome, code, count } = entry
  const times = count === 1 ? '' : ` ${formatCount(count)} alike within a minute from this address.`
  if (outcome === 'accepted') return `The work went on after the answer: as a job, or as a reply.${times}`
  return code === null ? times.trim() || null : `${meaningOf(code)}.${times}`
}
