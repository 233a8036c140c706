import { sessionLimits } from '@ollama-dashboard/core'
import type { FastifyReply, FastifyRequest } from 'fastify'

/** The server ends a session earlier where nobody uses it. */
const maxAgeSeconds = sessionLimits.maxAgeMs / 1000

/** Under TLS the browser itself sees to it that no other host, no other path and no plain connection gives or takes it. */
const nameFor = ({ protocol }: FastifyRequest): string => (protocol === 'https' ? '__Host-od_session' : 'od_session')

const attributesFor = ({ protocol }: FastifyRequest) =>
  ({ path: '/', httpOnly: true, sameSite: 'strict', secure: protocol === 'https' }) as const

const token = /^[\w-]{43}$/

/** The token of the session that a browser sends; null where it sends none. */
export function sessionTokenOf(request: FastifyRequest): string | null {
  const given = request.cookies[nameFor(request)]
  return given !== undefined && token.test(given) ? given : null
}

export function setSessionCookie(request: FastifyRequest, reply: FastifyReply, value: string): void {
  reply.setCookie(nameFor(request), value, { ...attributesFor(request), maxAge: maxAgeSeconds })
}

export function clearSessionCookie(request: FastifyRequest, reply: FastifyReply): void {
  reply.clearCookie(nameFor(request), attributesFor(request))
}
