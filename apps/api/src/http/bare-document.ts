import { type DashboardError, newTraceId, problemOf } from '@ollama-dashboard/core'

export interface BareDocument {
  readonly status: number
  readonly title: string
  readonly head: Readonly<Record<string, string>>
  readonly body: string
}

/** A problem document, and the head to send with it, for what is answered before there is a request of Fastify's. */
export function bareDocument(error: DashboardError, securityHeaders: Readonly<Record<string, string>>): BareDocument {
  const traceId = newTraceId()
  const { status, title, ...problem } = problemOf(error, traceId)
  const body = JSON.stringify({ ...problem, status, title })
  const head = {
    ...securityHeaders,
    'content-type': 'application/problem+json',
    'content-length': String(Buffer.byteLength(body)),
    'cache-control': 'no-store',
    'x-request-id': traceId,
    connection: 'close',
  }
  return { status, title, head, body }
}
