import type { ServerSentEvent } from '@ollama-dashboard/contracts'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { problemOf } from '../../plugins/errors.ts'
import { defaultHeartbeatMs, StreamBody, setStreamHeaders } from './stream-body.ts'

export interface EventStreamOptions {
  readonly heartbeatMs?: number
  /** Whether it has the time that answers have when the server closes; it ends at once when absent. */
  readonly endsByItself?: boolean
}

/**
 * Answers with server-sent events, each as it comes, until the source ends, the caller leaves or the server closes. The
 * first is awaited before the headers, so that an early failure keeps its own status; a later one is the last event,
 * `error` with its problem. A source that waits has to end by the call's signal: a generator cannot be interrupted
 * while it does.
 */
export async function sendEvents(
  reply: FastifyReply,
  request: FastifyRequest,
  events: AsyncIterable<ServerSentEvent>,
  { heartbeatMs = defaultHeartbeatMs, endsByItself = false }: EventStreamOptions = {},
): Promise<FastifyReply> {
  const source = events[Symbol.asyncIterator]()
  const first = await source.next()
  setStreamHeaders(reply, 'text/event-stream')
  if (request.method === 'HEAD') {
    await source.return?.()
    return reply.send('')
  }

  const { lifecycle } = request.server
  const limit = endsByItself ? lifecycle.deadline : lifecycle.closing
  const body = new StreamBody(source, Promise.resolve(first), {
    toText,
    failure: (error) => toText({ event: 'error', data: problemOf(error, request) }),
    // A comment.
    heartbeat: ':\n\n',
    heartbeatMs,
  })
  const close = () => {
    // The end would wait behind what a reader that stopped does not take, and the server for both.
    if (reply.raw.writableNeedDrain) reply.raw.destroy()
    else body.fail(limit.reason)
  }
  lifecycle.waitFor(reply.raw)
  limit.addEventListener('abort', close)
  body.once('close', () => limit.removeEventListener('abort', close))
  if (limit.aborted) close()
  return reply.send(body)
}

/** JSON has no raw line breaks, so that an event's data is always one line. */
const toText = ({ event, id, data }: ServerSentEvent): string =>
  `event: ${event}\n${id === undefined ? '' : `id: ${id}\n`}data: ${jsonOf(data)}\n\n`

const made = new WeakMap<object, string>()

/** Made once for all who are told of the same object: a thousand listeners cost one serialisation. */
function jsonOf(data: unknown): string {
  if (typeof data !== 'object' || data === null) return JSON.stringify(data)
  const json = made.get(data) ?? JSON.stringify(data)
  made.set(data, json)
  return json
}
