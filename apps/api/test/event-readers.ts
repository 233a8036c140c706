import { type ClientRequest, get, type IncomingMessage } from 'node:http'
import { createEventBus, createEventStream } from '@ollama-dashboard/core'
import { expect, onTestFinished } from 'vitest'
import type { AppOptions } from '../src/app.ts'
import { fakeCore } from './fake-core.ts'
import { as, serve, testApp } from './support.ts'

const clock = { now: Date.now, elapsed: () => performance.now(), after: () => () => {} }
const headers = as('viewer')

/** An app whose events are announced by the test, on a real socket. */
export async function setUp(options: Partial<AppOptions> = {}) {
  const bus = createEventBus(clock, { failed: () => {} }, 'k3f9')
  let listening = 0
  const subscribe = createEventStream({
    events: bus,
    closing: new AbortController().signal,
    onFirstAnswer: () => () => {},
    onStats: () => () => {},
    snapshot: async () => ({ models: [], jobs: [], alerts: [] }),
    watch() {
      listening += 1
      return () => {
        listening -= 1
      }
    },
  })
  const { core } = fakeCore()
  const { app, lines } = await testApp({ core: { ...core, events: { ...core.events, subscribe } }, ...options })
  const url = `${await serve(app)}/api/events`
  const announce = (detail = '') => bus.announce({ type: 'model.loaded', instance: 'default', model: 'llama3', detail })
  return { app, lines, bus, url, announce, listening: () => listening }
}

interface Reader {
  readonly answer: IncomingMessage
  readonly request: ClientRequest
  /** All that was received. */
  text(): string
  /** The ids, in the order of their arrival. */
  ids(): string[]
  readonly ended: Promise<void>
}

/** A caller that reads, or one that stops before the first byte of the body. */
export function open(url: string, { reads = true } = {}): Promise<Reader> {
  const { promise, resolve, reject } = Promise.withResolvers<Reader>()
  const request = get(url, { agent: false, headers })
  onTestFinished(() => void request.destroy())
  request.on('error', reject)
  request.on('response', (answer) => {
    let received = ''
    const ended = new Promise<void>((end) => answer.once('close', end))
    answer.setEncoding('utf8').on('error', () => undefined)
    if (reads) {
      answer.on('data', (piece) => {
        received += piece
      })
    }
    const text = () => received
    const ids = () => [...text().matchAll(/^id: (.*)$/gm)].map(([, id = '']) => id)
    resolve({ answer, request, text, ids, ended })
  })
  return promise
}

export const until = (condition: () => boolean) => expect.poll(condition, { interval: 5 }).toBe(true)

/** Of 16 KiB each, 64 MB together: more than the buffers of a socket hold. */
export const unreadEvents = 4000

export async function announceUnread(
  announce: (detail: string) => unknown,
  afterBurst: (last: number) => Promise<void> = async () => {},
): Promise<void> {
  const burst = 20
  for (let last = burst; last <= unreadEvents; last += burst) {
    for (let index = 0; index < burst; index += 1) announce('x'.repeat(16_384))
    await new Promise((resolve) => setImmediate(resolve))
    await afterBurst(last)
  }
}
