import {
  type ApiContract,
  contract,
  defineEndpoints,
  endpointTable,
  type Problem,
  type ServerSentEvent,
} from '@ollama-dashboard/contracts'
import { Type } from '@sinclair/typebox'
import { expect, test } from 'vitest'
import { createClient, TransportError } from '../src/index.ts'
import { serve } from './serve.ts'

const watching = {
  demo: defineEndpoints({
    watch: {
      method: 'GET',
      path: '/api/watch',
      access: 'viewer',
      summary: 'Watches',
      status: 200,
      events: Type.Object({ n: Type.Integer() }),
    },
  }),
}

/** Serves these bytes, cut into pieces of so many, and reads them as events. */
async function eventsOf(text: string, pieceBytes = 1): Promise<ServerSentEvent[]> {
  const bytes = Buffer.from(text)
  const url = await serve(async (_, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    for (let at = 0; at < bytes.length; at += pieceBytes) {
      response.write(bytes.subarray(at, at + pieceBytes))
      // Else Node sends what was written in one turn of the loop as one piece.
      await new Promise((resolve) => setImmediate(resolve))
    }
    response.end()
  })
  const seen: ServerSentEvent[] = []
  for await (const event of createClient(endpointTable(watching), { baseUrl: url }).demo.watch()) seen.push(event)
  return seen
}

const everyRule = [
  '\uFEFFevent: first\nid: 1\ndata: {"n":1}\n\n',
  ': a comment\r\nevent:second\r\ndata: {"n":\r\ndata: 2}\r\nid: k-2\r\n\r\n',
  'event: without data\n\n',
  'data: {"text":"dé: \u{1F600}"}\rretry: 10\runknown\r\r',
  ':\n\n',
  'id\ndata: 4\n\n',
  'event: cut off\ndata: {"n":5}',
].join('')

test.each([1, 2, 3, 7, 10_000])('events are read by their grammar, cut into pieces of %i bytes', async (pieceBytes) => {
  expect(await eventsOf(everyRule, pieceBytes)).toEqual([
    { event: 'first', id: '1', data: { n: 1 } },
    { event: 'second', id: 'k-2', data: { n: 2 } },
    { event: 'message', id: 'k-2', data: { text: 'dé: \u{1F600}' } },
    { event: 'message', id: '', data: 4 },
  ])
})

test('an event is yielded as soon as it has ended, not with the next', async () => {
  const url = await serve((_, response) => response.write('data: {"n":1}\r\n\r\n'))
  for await (const { data } of createClient(endpointTable(watching), { baseUrl: url }).demo.watch()) {
    expect(data).toEqual({ n: 1 })
    break
  }
})

test('the failure of an event stream is its event "error", and is thrown', async () => {
  const problem: Problem = {
    type: 'urn:x',
    title: 'T',
    status: 503,
    detail: 'The dashboard is shutting down.',
    code: 'shutting_down',
    trace_id: 't1',
  }
  const failed = `data: {"n":1}\n\nevent: error\ndata: ${JSON.stringify(problem)}\n\n`
  await expect(eventsOf(failed, 100)).rejects.toMatchObject({ code: 'shutting_down', status: 503 })
  await expect(eventsOf('data: {"n"\n\n', 100)).rejects.toThrow(TransportError)
})

test('a resumed stream sends the id of the last event received', async () => {
  const asked: (string | string[] | undefined)[] = []
  const url = await serve(({ headers }, response) => {
    asked.push(headers['last-event-id'])
    response.end()
  })
  const dashboard = createClient<ApiContract>(endpointTable(contract), { baseUrl: url })
  for await (const _ of dashboard.observability.events()) break
  for await (const _ of dashboard.observability.events({}, { lastEventId: 'k3f9-42' })) break
  expect(asked).toEqual([undefined, 'k3f9-42'])
})

test('an event stream whose caller aborts throws its reason and hangs up', async () => {
  const left = Promise.withResolvers<void>()
  const url = await serve((_, response) => {
    response.write('data: {"n":1}\n\n')
    response.once('close', () => left.resolve())
  })
  const leaving = new AbortController()
  const read = async () => {
    const events = createClient(endpointTable(watching), { baseUrl: url }).demo.watch({}, { signal: leaving.signal })
    for await (const _ of events) leaving.abort()
  }
  await expect(read()).rejects.toMatchObject({ name: 'AbortError' })
  await left.promise
})
