import { DashboardError, keyIdOf, type Metric } from '@ollama-dashboard/core'
import type { FastifyReply, FastifyRequest } from 'fastify'

/** A household of tabs shares a key, or a classroom of them; a client that reconnects without hanging up reaches it. */
const defaultPerCaller = 256

/** When to try again: whoever holds the streams has to leave one, and there is no telling when. */
const retryAfterSeconds = 10

export interface EventStreams {
  /** How many are open. */
  readonly metric: Metric
  /** Counts the answer as a stream of its caller until it closes; throws `rate_limited` where there are too many. */
  enter(request: FastifyRequest, reply: FastifyReply): void
}

/** The open event streams, so many at most of one key, or of one address where no key is asked for. */
export function createEventStreams(perCaller = defaultPerCaller): EventStreams {
  const openOf = new Map<string, number>()
  let open = 0

  return {
    metric: {
      type: 'gauge',
      name: 'ollama_dashboard_sse_clients',
      help: 'Open event streams',
      labelNames: [],
      samples: () => [{ labels: {}, value: open }],
    },
    enter(request, reply) {
      const caller = (request.actor && keyIdOf(request.actor)) ?? request.ip
      const before = openOf.get(caller) ?? 0
      if (before >= perCaller) {
        throw new DashboardError('rate_limited', `${perCaller} event streams of this caller are already open.`, {
          hint: 'Close one first.',
          retryAfterSeconds,
        })
      }
      openOf.set(caller, before + 1)
      open += 1
      reply.raw.once('close', () => {
        open -= 1
        const left = (openOf.get(caller) ?? 0) - 1
        if (left > 0) openOf.set(caller, left)
        else openOf.delete(caller)
      })
    },
  }
}
