import { request as httpRequest } from 'node:http'
import type { Clock } from '../src/clock.ts'
import { longRequests } from './long-requests.ts'
import type { Answer, RecordedRequest } from './recording.ts'
import { standInFor, withStandInDigests } from './uploaded-files.ts'

/** Whether the recording holds the whole request, or says well enough what it held. */
export function isExpressible({ body, raw }: RecordedRequest): boolean {
  if (raw !== undefined) return !isCut(raw) || standInFor(raw) !== undefined
  return typeof body?.['note'] !== 'string' || body['note'] in longRequests
}

const isCut = (raw: string) => /… \(\d+ bytes\)$/.test(raw)

const never = new AbortController().signal

/** Sends a recorded request, after its pauses by the clock. */
export async function replay(url: string, recorded: RecordedRequest, clock: Clock): Promise<Answer> {
  if (recorded.sentAfterMs !== undefined) await clock.wait(recorded.sentAfterMs, never)
  const payload = payloadOf(recorded)
  const { method, path, headers } = recorded
  const { promise, resolve, reject } = Promise.withResolvers<Answer>()
  const started = clock.now()
  const request = httpRequest(new URL(withStandInDigests(path), url), {
    method,
    agent: false,
    headers: {
      ...(payload === undefined
        ? {}
        : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(payload) }),
      ...headers,
    },
  })
  request.on('error', reject)
  request.on('response', (response) => {
    const headersAtMs = clock.now() - started
    const head = {
      status: response.statusCode ?? 0,
      headers: Object.fromEntries(
        Object.entries(response.headers).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
      ),
      headersAtMs,
    }
    let text = ''
    const finish = (end: Answer['end']) => {
      const lines = text.split('\n').filter(Boolean)
      resolve({ ...head, lines: lines.map((text) => ({ text })), end, endMs: clock.now() - started })
    }
    response.setEncoding('utf8')
    response.once('data', () => {
      const { hungUpMsAfterFirstByte } = recorded
      if (hungUpMsAfterFirstByte !== undefined)
        void clock.wait(hungUpMsAfterFirstByte, never).then(() => response.destroy())
    })
    response.on('data', (chunk) => {
      text += chunk
    })
    response.on('end', () => finish('complete'))
    response.on('error', () => finish('aborted'))
    response.on('close', () => finish('aborted'))
  })
  request.end(payload)
  return promise
}

function payloadOf({ body, raw }: RecordedRequest): string | Buffer | undefined {
  if (raw !== undefined) return standInFor(raw) ?? raw
  if (body === undefined) return undefined
  const { note, ...rest } = body
  return withStandInDigests(JSON.stringify(typeof note === 'string' ? { ...rest, ...longRequests[note] } : body))
}
