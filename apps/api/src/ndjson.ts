import type { FastifyReply, FastifyRequest } from 'fastify'
import { problemOf } from './plugins/errors.ts'
import { StreamBody, setStreamHeaders, usualHeartbeatMs } from './stream-body.ts'

export interface LinesOptions {
  /** How long the first line may keep the headers waiting, and how often an empty line follows after that. */
  readonly patienceMs?: number
}

/**
 * Answers with one JSON value a line, each sent as it comes. The first is awaited for a while before the headers, so
 * that an early failure keeps its own status; a later one is the last line, `{"error": problem}`. A silent source sends
 * empty lines.
 */
export async function sendLines(
  reply: FastifyReply,
  request: FastifyRequest,
  values: AsyncIterable<unknown>,
  { patienceMs = usualHeartbeatMs }: LinesOptions = {},
): Promise<FastifyReply> {
  const source = values[Symbol.asyncIterator]()
  const first = source.next()
  await withinTime(first, patienceMs)
  setStreamHeaders(reply, 'application/x-ndjson')
  const body = new StreamBody(source, first, {
    toText: (value) => `${JSON.stringify(value)}\n`,
    failure: (error) => `${JSON.stringify({ error: problemOf(error, request) })}\n`,
    heartbeat: '\n',
    heartbeatMs: patienceMs,
  })
  return reply.send(body)
}

/** Throws what the promise throws in that time; later it is of no interest here. */
async function withinTime(promise: Promise<unknown>, ms: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms)
  })
  try {
    await Promise.race([promise, late])
  } finally {
    clearTimeout(timer)
  }
}
