import type { AuditOutcome, AuditFilters as AuditQuery } from '@ollama-dashboard/contracts'
import { readQuery, readText } from '../../lib/address-search.ts'

/** How far back: seconds before now. */
export const spans = { '1h': 3600, '24h': 86_400, '7d': 604_800, '30d': 2_592_000 } as const
export type Span = keyof typeof spans

const outcomes = ['done', 'accepted', 'refused', 'failed'] as const satisfies readonly AuditOutcome[]

/** Which entries the page shows, so that its address can be kept and sent. Absent means: all of them. */
export interface AuditSearch {
  /** Part of a target, or a trace. */
  readonly q?: string
  /** Id or name of a key, or `local`. */
  readonly who?: string
  /** An operation, or all of a group: `models.*`. */
  readonly what?: string
  readonly outcome?: AuditOutcome
  readonly last?: Span
  /** Days by the calendar of the person, `2026-10-02`, both included; in place of `last`. */
  readonly from?: string
  readonly to?: string
  /** Where this page and each newer one but the first begin: the numbers of entries, joined by "-". */
  readonly before?: number | string
  /** The entry that is open. */
  readonly entry?: number
}

export type AuditFilters = Omit<AuditSearch, 'before' | 'entry'>

/** What makes sense of an address; the rest of it is ignored. */
export function readAuditSearch(search: Record<string, unknown>): AuditSearch {
  const who = readText(search['who'], longest)
  const what = readText(search['what'], longest)
  const outcome = outcomes.find((one) => one === search['outcome'])
  const last = (Object.keys(spans) as Span[]).find((one) => one === search['last'])
  const from = last ? undefined : readDay(search['from'])
  const to = last ? undefined : readDay(search['to'])
  const before = readText(search['before'], maxTrail)
  const begin = before !== undefined && trail.test(before) ? asBefore(cursorsOf(before)) : undefined
  const entry = search['entry']
  return {
    ...readQuery(search, longest),
    ...(who !== undefined && { who }),
    ...(what !== undefined && { what }),
    ...(outcome && { outcome }),
    ...(last && { last }),
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
    ...(begin !== undefined && { before: begin }),
    ...(typeof entry === 'number' && Number.isSafeInteger(entry) && entry > 0 && { entry }),
  }
}

/** As the API has it of a filter. */
const longest = 200
const maxTrail = 4000
const trail = /^[1-9]\d{0,14}(?:-[1-9]\d{0,14})*$/

function readDay(value: unknown): string | undefined {
  const isDay = typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value) && !Number.isNaN(Date.parse(value))
  return isDay ? value : undefined
}

/** Where the pages begin on the way to this one: the last number is that of this page; empty on the first. */
export const cursorsOf = (before: AuditSearch['before'] | undefined): readonly number[] =>
  before === undefined ? [] : String(before).split('-').map(Number)

/** As it stands in an address: one number as a number, for a text of it would stand there in quotes. */
export function asBefore(cursors: readonly number[]): number | string | undefined {
  return cursors.length > 1 ? cursors.join('-') : cursors[0]
}

/** Without a filter there are always entries, once anything was done. */
export const isFiltered = ({ q, who, what, outcome, last, from, to }: AuditFilters): boolean =>
  [q, who, what, outcome, last, from, to].some((filter) => filter !== undefined)

export const noFilters = {
  q: undefined,
  who: undefined,
  what: undefined,
  outcome: undefined,
  last: undefined,
  from: undefined,
  to: undefined,
  before: undefined,
  entry: undefined,
} as const

/** The filters as the API takes them, at a moment in milliseconds since the epoch. */
export function queryOf({ q, who, what, outcome, last, from, to }: AuditFilters, now: number): AuditQuery {
  const begin = last ? new Date(now - spans[last] * 1000) : from === undefined ? null : midnight(from)
  const end = to === undefined ? null : midnight(to, { daysLater: 1 })
  return {
    ...(q !== undefined && { target: q }),
    ...(who !== undefined && { actor: who }),
    ...(what !== undefined && { action: what }),
    ...(outcome && { outcome }),
    ...(begin && { from: begin.toISOString() }),
    ...(end && { to: end.toISOString() }),
  }
}

function midnight(day: string, { daysLater = 0 } = {}): Date {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  return new Date(year, month - 1, date + daysLater)
}
