import type { DashboardEvent } from '@ollama-dashboard/contracts'
import { expect, test } from 'vitest'
import { createModelTasks } from '../src/models/actions/model-tasks.ts'
import { createActivityTracker } from '../src/models/activity/activity-tracker.ts'
import type { LoadedModel } from '../src/ollama/ollama.ts'
import { alone } from '../src/replicas/alone.ts'
import { caller } from './caller.ts'
import { installedModel, loadedModel, refused, stubInstance } from './stub-ollama.ts'

const start = '2026-01-01T00:00:00.000Z'

/** A tracker that looks at each answer of `/api/ps`, of a server that has `loaded` in memory. */
async function tracking(lastUses: () => Promise<ReadonlyMap<string, string>> = async () => new Map()) {
  const server = { loaded: [loadedModel('a:latest')] as readonly LoadedModel[] }
  const { instance, clock, events } = stubInstance(
    { loaded: async () => [...server.loaded] },
    { onLoaded: (of, now, before) => tracker.look(of, now, before) },
  )
  const tasks = createModelTasks(clock)
  const replicas = alone({ version: '1.0.0', clock })
  const tracker = createActivityTracker({ events, tasks, clock, lastUses, replicas, instances: () => [instance] })
  const told: DashboardEvent[] = []
  events.listen((event) => told.push(event))
  await clock.advance(0)
  const activity = async () => (await tracker.of(instance)).models
  /** What Ollama answers from now on, once it has been read. */
  const answer = async (...loaded: LoadedModel[]) => {
    server.loaded = loaded
    await instance.loaded.refresh()
  }
  return { instance, clock, tasks, tracker, told, activity, answer }
}

const idle = { model: 'a:latest', requests: 0, tokens_per_second: null, context_used: null, last_used_at: null }

test('a reply is counted from its beginning to its end, and its speed is that of the last five seconds', async () => {
  const { instance, clock, tracker, told, activity } = await tracking()
  expect(await activity()).toEqual([idle])
  const reply = tracker.begin(instance, installedModel('a:latest'))
  expect(await activity()).toEqual([{ ...idle, requests: 1 }])
  await clock.advance(3000)
  expect(await activity()).toEqual([{ ...idle, requests: 1 }])
  const say = async (seconds: number, perSecond: number) => {
    for (let index = 0; index < seconds * perSecond; index += 1) {
      reply.count()
      await clock.advance(1000 / perSecond)
    }
  }
  await say(10, 20)
  expect((await activity())[0]).toMatchObject({ tokens_per_second: 20, last_used_at: '2026-01-01T00:00:13.000Z' })
  await say(5, 40)
  expect((await activity())[0]?.tokens_per_second).toBe(40)
  reply.end(2318)
  const ended = { ...idle, context_used: 2318, last_used_at: '2026-01-01T00:00:18.000Z' }
  expect(await activity()).toEqual([ended])
  // Twice a second, then once more.
  expect(told.map(({ type }) => type)).toEqual(Array(37).fill('reply.progress'))
  expect(told.at(-1)).toMatchObject({ model: 'a:latest', instance: 'default', activity: ended })
  await clock.advance(60_000)
  expect(told).toHaveLength(37)
})

test('replies at the same time are added up, by whichever of its names the model was asked', async () => {
  const { instance, clock, tracker, activity, told } = await tracking()
  const copy = installedModel('copy:latest', { digest: 'digest-of-a:latest' })
  const replies = [installedModel('a:latest'), copy].map((model) => tracker.begin(instance, model))
  for (let index = 0; index < 4; index += 1) {
    for (const reply of replies) reply.count()
    await clock.advance(500)
  }
  expect(await activity()).toMatchObject([{ model: 'a:latest', requests: 2, tokens_per_second: 4 }])
  replies[0]?.end(100)
  expect(told.at(-1)).toMatchObject({ model: 'a:latest', activity: { requests: 1, tokens_per_second: 2 } })
  replies[1]?.end(null)
  // What the last one needed is not known: it stays what was known.
  expect(await activity()).toMatchObject([{ requests: 0, context_used: 100 }])
})

test('a model that is not loaded is told of for as long as a request for it runs', async () => {
  const { instance, tracker, activity } = await tracking()
  const reply = tracker.begin(instance, installedModel('cloud:latest', { remote: true }))
  expect(await activity()).toMatchObject([{ model: 'a:latest' }, { model: 'cloud:latest', requests: 1 }])
  reply.end(null)
  expect(await activity()).toEqual([idle])
})

test('a reply that comes in one line is a use', async () => {
  const { instance, tracker, activity } = await tracking()
  tracker.begin(instance, installedModel('a:latest')).end(20)
  expect(await activity()).toEqual([{ ...idle, context_used: 20, last_used_at: start }])
})

test('a request that failed before its first word is no use', async () => {
  const { instance, tracker, activity, told } = await tracking()
  tracker.begin(instance, installedModel('a:latest')).end(null)
  expect(await activity()).toEqual([idle])
  expect(told).toHaveLength(1)
})

test('what the context held is forgotten when the model is unloaded, or loaded with another context', async () => {
  const { instance, tracker, activity, answer } = await tracking()
  const [model, again] = [loadedModel('a:latest'), loadedModel('a:latest', { contextLength: 8192 })]
  for (const between of [[], [again]]) {
    const reply = tracker.begin(instance, installedModel('a:latest'))
    reply.count()
    reply.end(500)
    await answer(model)
    expect((await activity())[0]?.context_used).toBe(500)
    await answer(...between)
    await answer(model)
    expect((await activity())[0]).toMatchObject({ context_used: null, last_used_at: start })
  }
})

test('somebody who uses Ollama directly is noticed by the time at which it unloads the model', async () => {
  const { clock, activity, answer, told } = await tracking()
  await clock.advance(60_000)
  expect((await activity())[0]?.last_used_at).toBeNull()
  await answer(loadedModel('a:latest', { expiresAt: '2026-01-01T00:06:00Z' }), loadedModel('b:latest'))
  expect(await activity()).toMatchObject([
    { model: 'a:latest', requests: 0, last_used_at: '2026-01-01T00:01:00.000Z' },
    // It has just been loaded for somebody.
    { model: 'b:latest', requests: 0, last_used_at: '2026-01-01T00:01:00.000Z' },
  ])
  expect(told.map(({ activity: one }) => one)).toEqual(await activity())
})

test('a time that moves with the clock, or back, and what this dashboard does itself tell of no use', async () => {
  const { instance, clock, tasks, activity, answer } = await tracking()
  await clock.advance(9000)
  await answer(loadedModel('a:latest', { expiresAt: '2026-01-01T00:05:09Z' }))
  await clock.advance(500)
  await answer(loadedModel('a:latest', { expiresAt: '2026-01-01T00:05:09.520Z' }))
  await answer(loadedModel('a:latest', { expiresAt: start }))
  await tasks.run({ instance, model: 'a:latest' }, { kind: 'start' }, caller().signal, () =>
    answer(loadedModel('a:latest', { expiresAt: '2318-01-01T00:00:00Z' })),
  )
  expect((await activity())[0]?.last_used_at).toBeNull()
})

test('uses of earlier runs of the dashboard count until there is a newer one, or they cannot be read', async () => {
  let isBroken = true
  const earlier = '2025-12-31T23:00:00.000Z'
  const { instance, tracker, activity } = await tracking(async () => {
    if (isBroken) throw refused()
    return new Map([['a:latest', earlier]])
  })
  expect((await activity())[0]?.last_used_at).toBeNull()
  isBroken = false
  expect((await activity())[0]?.last_used_at).toBe(earlier)
  const reply = tracker.begin(instance, installedModel('a:latest'))
  reply.count()
  reply.end(null)
  expect((await activity())[0]?.last_used_at).toBe(start)
})
