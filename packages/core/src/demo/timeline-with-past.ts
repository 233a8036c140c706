import type { TimelineEventRepository } from '../timeline/timeline-event-repository.ts'

/**
 * What happens to the server of a demo is kept apart, and ends with it; everything else is kept as ever. That the dashboard
 * started just now, and never before, contradicts the past: it is told once the demo is over.
 */
export function timelineWithPast(
  own: TimelineEventRepository,
  past: TimelineEventRepository,
  instance: string,
  isOver: () => boolean,
): TimelineEventRepository {
  return {
    add: (event) => (!isOver() && event.instance === instance ? past : own).add(event),
    change(id, later) {
      own.change(id, later)
      if (!isOver()) past.change(id, later)
    },
    async page(query) {
      if (isOver()) return own.page(query)
      const kinds = query.kinds.filter((kind) => kind !== 'restart')
      const all = (await Promise.all([own.page({ ...query, kinds }), past.page(query)])).flat()
      return all.toSorted((a, b) => (before(a, b) ? 1 : -1)).slice(0, query.limit)
    },
    removeOld(before, kept) {
      own.removeOld(before, kept)
      if (!isOver()) past.removeOld(before, kept)
    },
  }
}

type Ordered = { readonly at: string; readonly id: string }

const before = (a: Ordered, b: Ordered): boolean => (a.at === b.at ? a.id < b.id : a.at < b.at)
