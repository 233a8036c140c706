import { expect, onTestFinished, test } from 'vitest'
import type { EventMessage } from '../src/events/event-stream.ts'
import { createInstances } from '../src/instances/instances.ts'
import type { CallContext } from '../src/kernel/call-context.ts'
import { createModelTasks } from '../src/models/actions/model-tasks.ts'
import { knownRunning } from '../src/models/lists/known-models.ts'
import { createModelLists, type ReadOptions } from '../src/models/lists/model-lists.ts'
import { caller } from './caller.ts'
import { fakeClock } from './fake-clock.ts'
import { brief, next, openEventStream } from './open-event-stream.ts'
import { simulatedCore } from './simulated.ts'
import { stubInstance } from './stub-ollama.ts'

const runningIn = ({ data }: EventMessage) => ('models' in data ? data.models.map(({ name }) => name) : [])

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
  const { listen, answers, announce, snapshots, leaving } = openEventStream()
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
  expect(await knownRunning(caller(), instances, models)).toEqual([])
})
