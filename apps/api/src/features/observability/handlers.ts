import { allows } from '@ollama-dashboard/core'
import { missingPermission } from '../../access/refusals.ts'
import type { RequestContext } from '../../http/request-context.ts'
import type { HandlersOf } from '../features.ts'

/** 20 events fill the activity list of the start page. */
const recentEvents = 20

export const observabilityHandlers: HandlersOf<'observability'> = ({ core, lifecycle, streams, buckets }) => {
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
    rateLimits: async (_, { reply }) => ({ buckets: await buckets.statusOf(reply.request) }),
    events({ query: { stats } }, { reply, context }) {
      if (stats && !allows(context.actor, 'system.stats')) throw missingPermission('system.stats', context.actor)
      streams.enter(reply.request, reply)
      return core.events.subscribe(context, { after: reply.request.headers['last-event-id']?.toString(), stats })
    },
  }
}
