import type { Endpoint } from '@ollama-dashboard/contracts'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Buckets } from './buckets.ts'

interface Charged {
  readonly endpoint: Endpoint
  /** How many tokens of its bucket a request takes. */
  readonly priceOf: (request: FastifyRequest) => number
  readonly buckets: Buckets
}

type Hook = (request: FastifyRequest, reply: FastifyReply, done: (error?: Error) => void) => void

/** The row's bucket, and `background_updates` for a refresh, which is no longer one when that is empty. */
export function charges({ endpoint: { bucket, query }, priceOf, buckets }: Charged): Hook[] {
  const hooks: Hook[] = []
  if (bucket) {
    hooks.push((request, reply, done) => {
      const waiting = buckets.charge(bucket, request, reply, priceOf(request))
      if (waiting) waiting.then(() => done(), done)
      else done()
    })
  }
  if (query?.['properties']?.refresh) {
    hooks.push((request, reply, done) => {
      const given = request.query as { refresh?: boolean }
      if (!given.refresh) return done()
      function refreshIf(isCharged: boolean) {
        given.refresh = isCharged
        done()
      }
      const charged = buckets.tryCharge('background_updates', request, reply)
      if (charged instanceof Promise) charged.then(refreshIf, done)
      else refreshIf(charged)
    })
  }
  return hooks
}
