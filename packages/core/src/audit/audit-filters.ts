import type { AuditEntry, AuditFilters } from '@ollama-dashboard/contracts'
import { askedTime } from '../kernel/asked-time.ts'

export type EntryFilter = (entry: AuditEntry) => boolean

/** Whether entries are among those that somebody asks for. Throws `validation_failed` for what is no time. */
export function filterOf({ actor, action, target, outcome, from, to }: AuditFilters): EntryFilter {
  const tests: EntryFilter[] = []
  if (actor !== undefined) {
    const name = actor.toLowerCase()
    tests.push((entry) => entry.actor.key_id === actor || entry.actor.name.toLowerCase() === name)
  }
  if (action !== undefined) tests.push(isAction(action))
  if (target !== undefined) {
    const part = target.toLowerCase()
    tests.push((entry) => entry.trace_id === part || (entry.target?.toLowerCase().includes(part) ?? false))
  }
  if (outcome !== undefined) tests.push((entry) => entry.outcome === outcome)
  const earliest = from === undefined ? null : Date.parse(askedTime('from', from))
  const latest = to === undefined ? null : Date.parse(askedTime('to', to))
  if (earliest !== null) tests.push((entry) => Date.parse(entry.time) >= earliest)
  if (latest !== null) tests.push((entry) => Date.parse(entry.time) < latest)
  return (entry) => tests.every((test) => test(entry))
}

function isAction(asked: string): EntryFilter {
  if (!asked.endsWith('.*')) return ({ action }) => action === asked
  const group = asked.slice(0, -1)
  return ({ action }) => action.startsWith(group)
}
