import type { FastifyRequest } from 'fastify'

/** What was sent as a key; null where nothing was. Another scheme, such as a proxy's Basic, is no key of ours. */
export function bearerOf({ headers: { authorization } }: Pick<FastifyRequest, 'headers'>): string | null {
  const scheme = 'bearer '
  if (authorization?.slice(0, scheme.length).toLowerCase() !== scheme) return null
  return authorization.slice(scheme.length).trim()
}
