import { JsonLine } from '@ollama-dashboard/core'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { problemOf } from '../../plugins/errors.ts'
import { defaultHeartbeatMs, StreamBody, setStreamHeaders } from './stream-body.ts'

export interface LinesOptions {
  /** How long the first line may keep the headers waiting. */
  readonly patienceMs?: number
  /** How often an empty line follows after that; as `patienceMs` when absent. */
  readonly heartbeatMs?: number
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
  { patienceMs = defaultHeartbeatMs, heartbeatMs = patienceMs }: LinesOptions = {},
): Promise<FastifyReply> {
  const source = values[Symbol.asyncIterator]()
  const first = source.next()
  const isThere = await withinTime(first, patienceMs)
  setStreamHeaders(reply, 'application/x-ndjson')
  const body = new StreamBody(source, first, {
    toText: (value) => (value instanceof JsonLine ? value.bytes : `${JSON.stringify(value)}\n`),
    failure: (error) => `${JSON.stringify({ error: problemOf(error, request) })}\n`,
    heartbeat: '\n',
    heartbeatMs,
  })
  // Node sends the headers with the first byte, not before.
  if (!isThere) body.push('\n')
  return reply.send(body)
}

/** Whether it resolves in that time. Throws what it throws then; later that is of no interest here. */
async function withinTime(promise: Promise<unknown>, ms: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(resolve, ms, false)
  })
  try {
    return await Promise.race([promise.then(() => true), late])
  } finally {
    clearTimeout(timer)
  }
}
