import { DashboardError } from '@ollama-dashboard/core'
import type { FastifyRequest } from 'fastify'

/**
 * What was sent as a key; null where nothing was. It may come in two headers, so that a proxy in front can have `Authorization`
 * for a sign-in of its own. Throws `unauthorized` for two keys that differ: who acts would depend on which one somebody on the way
 * adds or takes away.
 */
export function keySentIn({ headers }: Pick<FastifyRequest, 'headers'>): string | null {
  const bearer = bearerIn(headers.authorization)
  const other = headers['x-api-key']?.toString().trim()
  if (other === undefined || other === bearer) return bearer
  if (bearer === null) return other
  throw new DashboardError('unauthorized', 'Two different keys were sent.', {
    hint: 'Send one, as "Authorization: Bearer KEY" or "X-API-Key: KEY".',
  })
}

/** Another scheme, such as a proxy's Basic, is no key of ours. */
function bearerIn(authorization: string | undefined): string | null {
  const scheme = 'bearer '
  if (authorization?.slice(0, scheme.length).toLowerCase() !== scheme) return null
  return authorization.slice(scheme.length).trim()
}
