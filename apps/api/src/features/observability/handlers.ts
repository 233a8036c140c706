import type { Call } from '../../http/call.ts'
import type { HandlersOf } from '../features.ts'

/** 20 events fill the activity list of the start page. */
const recentEvents = 20

export const observabilityHandlers: HandlersOf<'observability'> = ({ core, lifecycle, streams, buckets }) => {
  const live = ({ query }: { query: { ready?: boolean } }, { reply }: Call) => {
    if (!query.ready) return { status: 'ok' as const }
    const state = lifecycle.state
    if (state === 'ok' && core.isReady()) return { status: state }
    reply.status(503)
    return { status: state === 'ok' ? ('storage_unavailable' as const) : state }
  }
  return {
    live,
    ping: live,
    health: () => core.health(),
    recentEvents: ({ query }) => ({ events: [...core.events.recent(query.limit ?? recentEvents)] }),
    rateLimits: (_, { reply }) => ({ buckets: buckets.statusOf(reply.request) }),
    events(_, { reply, signal }) {
      streams.enter(reply.request, reply)
      return core.events.subscribe({ after: reply.request.headers['last-event-id']?.toString(), signal })
    },
  }
}
