import {
  type Core,
  hidesNames,
  instanceNotFound,
  modelNotFound,
  normalizeModelName,
  sees,
} from '@ollama-dashboard/core'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Given, Names } from './named-in.ts'

/**
 * What keeps a caller whose view is narrowed to it, for the names that a request has: a model or a server that it does not
 * see is answered as one that is not there, before anybody looks. Where none is named, the first server that it sees is
 * meant. What a list has is told by core, which asks `sees` for it.
 */
export function confined({ takesInstance, modelsIn }: Names, instances: Core['instances']) {
  return (request: FastifyRequest, _reply: FastifyReply, done: (error?: Error) => void) => {
    const { actor } = request
    if (!actor || !hidesNames(actor.grant)) return done()
    if (takesInstance) {
      const query = request.query as { instance?: string }
      const seen = instances.list({ actor, signal: never }).map(({ name }) => name)
      const wanted = query.instance ?? seen[0]
      if (wanted === undefined || !seen.includes(wanted)) throw instanceNotFound(wanted ?? 'default', seen)
      query.instance = wanted
    }
    for (const model of modelsIn(request as Given)) {
      if (!sees(actor, { model })) throw modelNotFound(normalizeModelName(model))
    }
    done()
  }
}

/** What is asked here waits for nobody. */
const never = new AbortController().signal
