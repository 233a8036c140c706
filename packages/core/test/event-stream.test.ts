import type { Job, Snapshot } from '@ollama-dashboard/contracts'
import { expect, onTestFinished, test } from 'vitest'
import { createEventBus } from '../src/events/event-bus.ts'
import { createEventStream, type EventMessage } from '../src/events/event-stream.ts'
import { createFirstAnswers } from '../src/instances/first-answers.ts'
import { createInstances } from '../src/instances/instances.ts'
import { createBackground } from '../src/kernel/background.ts'
import type { CallContext } from '../src/kernel/call-context.ts'
import { createModelTasks } from '../src/models/actions/model-tasks.ts'
import { knownRunning } from '../src/models/known-models.ts'
import { createModelLists, type ReadOptions } from '../src/models/model-lists.ts'
import { caller } from './caller.ts'
import { fakeClock } from './fake-clock.ts'
import { simulatedCore } from './simulated.ts'
import { stubInstance } from './stub-ollama.ts'

/** A stream whose snapshots tell how many were taken, as jobs. */
function setUp() {
  const clock = fakeClock()
  const events = createEventBus(clock, createBackground({ clock }))
  const answers = createFirstAnswers()
  const closing = new AbortController()
  let watching = 0
  let snapshots = 0
  const subscribe = createEventStream({
    events,
    token: 'k3f9',
    closing: closing.signal,
    onFirstAnswer: answers.listen,
    async snapshot(): Promise<Snapshot> {
      snapshots += 1
      return { models: [], jobs: [], alerts: [] }
    },
    watch() {
      watching += 1
      return () => {
        watching -= 1
      }
    },
  })
  const leaving = new AbortController()
  const listen = (after?: string) => subscribe(caller(leaving.signal), { after })
  const announce = (model: string) => events.announce({ type: 'model.loaded', instance: 'default', model })
  return {
    events,
    listen,
    announce,
    answers,
    closing,
    leaving,
    watching: () => watching,
    snapshots: () => snapshots,
  }
}

async function next(listening: AsyncIterator<EventMessage>): Promise<EventMessage> {
  const { value } = await listening.next()
  if (!value) throw new Error('The stream has ended.')
  return value
}

const brief = ({ event, id, data }: EventMessage) => [event, id, 'model' in data ? data.model : undefined]

const runningIn = ({ data }: EventMessage) => ('models' in data ? data.models.map(({ name }) => name) : [])

const jobAt = (id: string, completed: number): Job => ({
  id,
  kind: 'pull',
  title: 'pull of "llama3"',
  model: 'llama3',
  instance: 'default',
  state: 'running',
  progress: {
    status: 'pulling',
    digest: null,
    layer_total: null,
    layer_completed: null,
    total: null,
    completed,
    percent: null,
    bytes_per_second: null,
    eta_seconds: null,
  },
  error: null,
  attempts: 1,
  created_by: null,
  created_at: '2026-01-01T00:00:00.000Z',
  started_at: null,
  finished_at: null,
})

test('a listener gets a snapshot, then events, each with its id', async () => {
  const { listen, announce } = setUp()
  announce('before')
  const listening = listen()
  expect(await next(listening)).toEqual({
    event: 'snapshot',
    id: 'k3f9-1',
    data: { models: [], jobs: [], alerts: [] },
  })
  announce('a')
  announce('b')
  expect(brief(await next(listening))).toEqual(['model.loaded', 'k3f9-2', 'a'])
  expect(brief(await next(listening))).toEqual(['model.loaded', 'k3f9-3', 'b'])
  const waiting = next(listening)
  announce('c')
  expect(brief(await waiting)).toEqual(['model.loaded', 'k3f9-4', 'c'])
})

test('a client that resumes with an id gets the missed events, and no snapshot', async () => {
  const { listen, announce, snapshots } = setUp()
  for (const model of ['a', 'b', 'c']) announce(model)
  const listening = listen('k3f9-1')
  expect(brief(await next(listening))).toEqual(['model.loaded', 'k3f9-2', 'b'])
  announce('d')
  expect(brief(await next(listening))).toEqual(['model.loaded', 'k3f9-3', 'c'])
  expect(brief(await next(listening))).toEqual(['model.loaded', 'k3f9-4', 'd'])
  expect(snapshots()).toBe(0)
})

test('a client that missed nothing is told so at once', async () => {
  const { listen, announce } = setUp()
  announce('a')
  const listening = listen('k3f9-1')
  expect(await next(listening)).toMatchObject({ event: 'snapshot', id: 'k3f9-1' })
  const waiting = next(listening)
  announce('b')
  expect(brief(await waiting)).toEqual(['model.loaded', 'k3f9-2', 'b'])
})

test.each([
  ['of another process', 'zzzz-1'],
  ['that never was', 'k3f9-99'],
  ['that is no id', 'k3f9-1; drop'],
])('an id %s gets a snapshot', async (_, after) => {
  const { listen, announce } = setUp()
  announce('a')
  expect((await next(listen(after))).event).toBe('snapshot')
})

test('an id is held until an event after it is forgotten', async () => {
  const { listen, announce } = setUp()
  for (let index = 0; index < 257; index += 1) announce('a')
  expect((await next(listen('k3f9-0'))).event).toBe('snapshot')
  expect((await next(listen('k3f9-1'))).id).toBe('k3f9-2')
})

test('progress replaces the progress that waits, of the same job only', async () => {
  const { events, listen, announce } = setUp()
  const listening = listen()
  await next(listening)
  const progress = (id: string, completed: number) =>
    events.announce({ type: 'pull.progress', instance: 'default', job: jobAt(id, completed) })
  progress('x', 1)
  announce('a')
  progress('y', 1)
  progress('x', 2)
  progress('x', 3)
  expect(brief(await next(listening))).toEqual(['model.loaded', 'k3f9-2', 'a'])
  const last = [await next(listening), await next(listening)].map(({ data }) => 'job' in data && data.job)
  expect(last).toEqual([jobAt('y', 1), jobAt('x', 3)])
})

test('progress is told and not remembered, and leaves no gap that would cost a snapshot', async () => {
  const { events, listen, announce } = setUp()
  announce('a')
  for (let completed = 0; completed < 1000; completed += 1) {
    events.announce({ type: 'pull.progress', instance: 'default', job: jobAt('x', completed) })
  }
  announce('b')
  expect(brief(await next(listen('k3f9-1')))).toEqual(['model.loaded', 'k3f9-1002', 'b'])
})

test('a listener that falls behind loses its queue and gets a new snapshot', async () => {
  const { listen, announce, snapshots } = setUp()
  const [slow, quick] = [listen(), listen()]
  await next(slow)
  await next(quick)
  for (let index = 0; index < 10_000; index += 1) {
    announce(`m${index}`)
    expect(brief(await next(quick))[2]).toBe(`m${index}`)
  }
  expect(snapshots()).toBe(2)
  expect(await next(slow)).toMatchObject({ event: 'snapshot', id: 'k3f9-10000' })
  announce('after')
  expect(brief(await next(slow))).toEqual(['model.loaded', 'k3f9-10001', 'after'])
})

test('a listener is registered until it aborts its signal or leaves the loop', async () => {
  const { listen, leaving, watching } = setUp()
  const [one, other] = [listen(), listen()]
  await next(one)
  await next(other)
  expect(watching()).toBe(2)
  await one.return()
  expect(watching()).toBe(1)
  const last = other.next()
  leaving.abort()
  expect((await last).done).toBe(true)
  expect(watching()).toBe(0)
})

test('the end of the dashboard ends every stream', async () => {
  const { listen, closing } = setUp()
  const listening = listen()
  await next(listening)
  const last = listening.next()
  closing.abort()
  expect((await last).done).toBe(true)
  expect((await listen().next()).done).toBe(true)
})

test('while anybody listens, loads by other programs are announced without a request for the list', async () => {
  const clock = fakeClock()
  const { core, simulator } = await simulatedCore({}, { clock })
  const leaving = new AbortController()
  onTestFinished(() => leaving.abort())
  const listening = core.events.subscribe(caller(leaving.signal))[Symbol.asyncIterator]()
  const running = runningIn(await next(listening))
  const { models } = await core.models.available(caller())
  const model = models.find(({ name, capabilities }) => !running.includes(name) && capabilities?.includes('completion'))
  if (!model) throw new Error('The simulated Ollama has no model to load.')
  const ask = async (keep_alive: number | string) => {
    const body = JSON.stringify({ model: model.name, stream: false, keep_alive })
    await (await fetch(`${simulator.url}/api/generate`, { method: 'POST', body })).text()
  }
  const heard: unknown[] = []
  const hearing = (async () => {
    for (;;) {
      const [event, , about] = brief(await next(listening))
      if (about === model.name) heard.push(event)
    }
  })()
  hearing.catch(() => undefined)
  const later = () => clock.advance(500).then(() => heard)
  await ask('5m')
  await expect.poll(later).toContain('model.loaded')
  await ask(0)
  await expect.poll(later).toContain('model.unloaded')
})

test('a snapshot contains the loaded models', async () => {
  const { core } = await simulatedCore()
  const [model] = (await core.models.available(caller())).models
  await core.models.start(caller(), { model: model?.name ?? '', request: { keep_alive: -1 } })
  const listening = core.events.subscribe(caller())[Symbol.asyncIterator]()
  expect(runningIn(await next(listening))).toContain(model?.name)
})

test('a server that hangs on its first response does not delay a snapshot, and is announced when it responds', async () => {
  const { listen, answers, announce, snapshots, leaving } = setUp()
  const stream = listen()
  expect(await stream.next()).toMatchObject({ value: { event: 'snapshot' } })
  announce('a')
  answers.announce()
  expect(await stream.next()).toMatchObject({ value: { event: 'snapshot', id: 'k3f9-1' } })
  expect(snapshots()).toBe(2)
  leaving.abort()
  expect((await stream.next()).done).toBe(true)
})

test('a snapshot waits for no server', async () => {
  const { instance, clock } = stubInstance({ loaded: () => new Promise(() => {}) })
  const instances = createInstances([instance])
  const lists = createModelLists(createModelTasks(clock), () => new Set<string>())
  const models = { running: async (_: CallContext, options?: ReadOptions) => lists.running(instance, options) }
  expect(await knownRunning(instances, models)).toEqual([])
})
