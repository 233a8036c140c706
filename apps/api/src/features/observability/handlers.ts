import type { contract } from '@ollama-dashboard/contracts'
import type { Core } from '@ollama-dashboard/core'
import type { Buckets } from '../../http/buckets.ts'
import type { Handlers } from '../../http/endpoints.ts'
import type { RequestContext } from '../../http/request-context.ts'
import type { Lifecycle } from '../../plugins/shutdown.ts'
import type { EventStreams } from './event-streams.ts'

/** 20 events fill the activity list of the start page. */
const recentEvents = 20

export function observabilityHandlers(
  core: Core,
  lifecycle: Lifecycle,
  streams: EventStreams,
  buckets: Buckets,
): Handlers<typeof contract.observability> {
  const live = ({ query }: { query: { ready?: boolean } }, { reply }: RequestContext) => {
    if (!query.ready) return { status: 'ok' as const }
    const state = lifecycle.state
    if (state === 'ok' && core.isReady()) return { status: state }
    reply.status(503)
    return { status: state === 'ok' ? ('storage_unavailable' as const) : state }
  }
  return {
    live,
    ping: live,
    health: (_, { context }) => core.health(context),
    recentEvents: ({ query: { limit = recentEvents } }, { context }) => ({
      events: [...core.events.recent(context, { limit })],
    }),
    rateLimits: (_, { reply }) => ({ buckets: buckets.statusOf(reply.request) }),
    events(_, { reply, context }) {
      streams.enter(reply.request, reply)
      return core.events.subscribe(context, { after: reply.request.headers['last-event-id']?.toString() })
    },
  }
}
