import type { QueryClient } from '@tanstack/react-query'
import type { Operation } from '../lib/access/operations.ts'
import type { InstanceName } from '../lib/api/instance-name.ts'
import { missing } from '../lib/api/use-permission.ts'
import { activityQuery } from '../lib/models/activity.ts'
import { isFirstVisit } from '../lib/models/model-identity.ts'
import { pause } from '../lib/pause.ts'
import { firingQuery } from '../lib/queries/firing.ts'
import { availableQuery, modelRoomQuery, runningQuery } from '../lib/queries/models.ts'
import { eventsQuery, healthQuery, sessionQuery } from '../lib/queries/server.ts'
import { savedSettingsQuery } from '../lib/queries/settings.ts'
import { statsQuery } from '../lib/queries/system.ts'
import type { createAppRouter } from './router.tsx'

/** A part of a page: the right it needs, and how it is read. */
type Part = readonly [needs: Operation, read: (client: QueryClient) => Promise<void>]

const installed = (instance: InstanceName): Part => [
  'models.available',
  (client) => client.prefetchQuery(availableQuery(instance)),
]

/** What a page cannot show itself without, what is largest first. */
const partsOf: Readonly<Record<string, (instance: InstanceName) => readonly Part[]>> = {
  '/': (instance) => [
    ['models.running', (client) => client.prefetchQuery(runningQuery(instance))],
    ['system.stats', (client) => client.prefetchQuery(statsQuery)],
    ['models.room', (client) => client.prefetchQuery(modelRoomQuery(instance))],
    ['alerts.list', (client) => client.prefetchQuery(firingQuery)],
    ['observability.health', (client) => client.prefetchQuery(healthQuery)],
    ['observability.recentEvents', (client) => client.prefetchQuery(eventsQuery)],
    ['models.activity', (client) => client.prefetchQuery(activityQuery(instance))],
  ],
  '/models': (instance) => [
    installed(instance),
    ['models.running', (client) => client.prefetchQuery(runningQuery(instance))],
  ],
  '/admin/model-defaults': (instance) => [
    installed(instance),
    ['settings.list', (client) => client.prefetchQuery(savedSettingsQuery)],
  ],
}

/** The frame stands there meanwhile; after that, what has not come is told by its place in the page. */
const drawnWithinMs = 300

/**
 * Asks for who is at the page, for its script and for what it shows before anything is drawn, all at once: drawn first, each
 * would wait for the one before. Resolves when it is time to draw. What fails is asked for again by the page, which also
 * says so.
 */
export function startEarly(client: QueryClient, router: ReturnType<typeof createAppRouter>): Promise<unknown> {
  const parts = client.fetchQuery(sessionQuery).then((session) => {
    const page = router.matchRoutes(router.latestLocation).at(-1)
    const wanted = partsOf[page?.fullPath ?? '']?.(page?.search.instance) ?? []
    // Without it, models would change their colours once they are all known.
    const first = isFirstVisit() ? [installed(page?.search.instance)] : []
    return Promise.all([...wanted, ...first].map(([needs, read]) => missing(session, needs) === null && read(client)))
  })
  return Promise.race([Promise.allSettled([parts, router.load()]), pause(drawnWithinMs)])
}
