import type { CallContext } from '../kernel/call-context.ts'
import { type Cursor, placeIn } from './timeline-cursor.ts'
import type { Placed, SourceQuery, TimelineSource } from './timeline-source.ts'

export interface Merged extends Placed {
  readonly source: string
}

export interface MergedPage {
  /** Newest first, as many as were asked for; fewer only where there are no more. */
  readonly merged: readonly Merged[]
  /** What the page after the entry with this index begins with. */
  cursorAfter(index: number): Cursor
}

export interface MergeQuery extends Omit<SourceQuery, 'before' | 'hint'> {
  /** What happened at this time or later is left out, RFC 3339. */
  readonly to: string
  readonly after: Cursor | null
}

/**
 * One page out of several sources, of which each is asked once for as many entries: so many of the newest of them are the
 * newest of all. Entries of one time stand in the order of their sources. `sources` may lack some that were there for an
 * earlier page: their order is that of `order`.
 */
export async function mergeSources(
  sources: readonly TimelineSource[],
  order: readonly string[],
  { to, after, ...query }: MergeQuery,
  context: CallContext,
): Promise<MergedPage> {
  const pages = await Promise.all(
    sources.map(async (source) => {
      const before = after ? placeIn(after, source.name, order) : { at: to, key: null }
      const page = await source.page({ ...query, before, hint: after?.hints[source.name] }, context)
      return page.map((placed): Merged => ({ ...placed, source: source.name }))
    }),
  )
  // A stable sort: entries of one source and time stay as the source has them.
  const all = pages.flat().toSorted((a, b) => (a.entry.at === b.entry.at ? 0 : a.entry.at < b.entry.at ? 1 : -1))
  const merged = all.slice(0, query.limit)

  return {
    merged,
    cursorAfter(index) {
      const { entry, source, key } = merged[index] as Merged
      const left = all.slice(index + 1).filter(({ hint }) => hint !== undefined)
      const hints = Object.fromEntries(
        Map.groupBy(left, ({ source }) => source)
          .entries()
          .map(([name, placed]) => [name, Math.max(...placed.map(({ hint = 0 }) => hint))]),
      )
      return { at: entry.at, entry: { source, key }, hints: { ...after?.hints, ...hints } }
    },
  }
}
