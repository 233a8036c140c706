import type { TimelineEventRepository } from '../timeline-event-repository.ts'
import type { StoredKind } from '../timeline-event-table.ts'
import type { TimelineSource } from '../timeline-source.ts'

const open = ['model', 'reload', 'server', 'restart', 'version'] as const satisfies readonly StoredKind[]

/** What is stored for the timeline alone. Of jobs reads who may list them. */
export const eventSources = (events: Pick<TimelineEventRepository, 'page'>): readonly TimelineSource[] => [
  eventSource(events, { name: 'events', kinds: open }),
  eventSource(events, { name: 'jobs', kinds: ['job'], permission: 'jobs.list' }),
]

function eventSource(
  events: Pick<TimelineEventRepository, 'page'>,
  about: Pick<TimelineSource, 'name' | 'permission'> & { readonly kinds: readonly StoredKind[] },
): TimelineSource {
  return {
    ...about,
    async page({ kinds, ...query }) {
      const page = await events.page({ ...query, kinds: about.kinds.filter((kind) => kinds.includes(kind)) })
      return page.map(({ scope, ...entry }) => ({ entry, key: entry.id, scope }))
    },
  }
}
