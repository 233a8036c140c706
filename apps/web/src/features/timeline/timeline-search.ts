import type { TimelineKind } from '@ollama-dashboard/contracts'
import { readText } from '../../lib/address-search.ts'

/** Which of what happened is shown, so that the address can be kept and sent. */
export interface TimelineSearch {
  /** Absent: all that the caller may read. */
  readonly kinds?: readonly TimelineKind[]
  /** How far back; absent: 7 days. */
  readonly last?: Span
  readonly model?: string
  /** What is about this server, or about none; absent: about any. */
  readonly server?: string
  /** Id of the entry that is unfolded. */
  readonly entry?: string
}

/** In the order of their filters. */
export const kindsInOrder = [
  'alert',
  'server',
  'restart',
  'version',
  'model',
  'reload',
  'job',
  'settings',
  'audit',
] as const satisfies readonly TimelineKind[]

/** How far back: seconds before now. */
export const spans = { '1h': 3600, '24h': 86_400, '7d': 604_800, '30d': 2_592_000, '1y': 31_536_000 } as const
export type Span = keyof typeof spans
export const usualSpan: Span = '7d'

/** What makes sense of an address; the rest of it is ignored. */
export function readTimelineSearch(search: Record<string, unknown>): TimelineSearch {
  const asked = search['kinds']
  const kinds = Array.isArray(asked) ? kindsInOrder.filter((kind) => asked.includes(kind)) : []
  const last = (Object.keys(spans) as Span[]).find((span) => span === search['last'] && span !== usualSpan)
  const texts = (['model', 'server', 'entry'] as const).flatMap((name) => {
    const text = readText(search[name], 600)
    return text === undefined ? [] : [[name, text] as const]
  })
  return { ...(kinds.length > 0 && { kinds }), ...(last && { last }), ...Object.fromEntries(texts) }
}

export type TimelineFilters = Omit<TimelineSearch, 'entry'>

export const noFilters = {
  kinds: undefined,
  last: undefined,
  model: undefined,
  server: undefined,
  entry: undefined,
} as const

/** How far back is no filter: of no time there is all. */
export const isFiltered = ({ kinds, model, server }: TimelineFilters): boolean =>
  kinds !== undefined || model !== undefined || server !== undefined
