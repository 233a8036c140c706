import type { DashboardEvent } from '@ollama-dashboard/contracts'
import { expect, onTestFinished, test } from 'vitest'
import { createModelTasks } from '../../src/models/actions/model-tasks.ts'
import { createActivityTracker } from '../../src/models/activity/activity-tracker.ts'
import type { Lease } from '../../src/replicas/lease.ts'
import { type LinkHub, linkHub } from '../replicas-set-up.ts'
import { installedModel, loadedModel, stubInstance } from '../stub-ollama.ts'

/** One of the replicas, each with a clock of its own: that of one that was killed stands still. */
function join(hub: LinkHub, id: string) {
  const { instance, clock, events } = stubInstance({ loaded: async () => [loadedModel('a:latest')] })
  const leader: Lease = { isHeld: () => id === 'first', onChange: () => () => {}, confirm: async () => {} }
  const tracker = createActivityTracker({
    ...{ events, clock, tasks: createModelTasks(clock), lastUses: async () => new Map() },
    replicas: { isAlone: false, link: hub.link(id), leader },
    instances: () => [instance],
  })
  onTestFinished(() => tracker[Symbol.dispose]())
  const told: DashboardEvent[] = []
  events.listen((event) => told.push(event))
  return { instance, clock, tracker, told, activity: async () => (await tracker.of(instance)).models }
}

async function setUp() {
  const hub = linkHub()
  const [a, b] = [join(hub, 'first'), join(hub, 'second')]
  const pass = async (ms: number) => {
    for (let passed = 0; passed < ms; passed += 100) {
      await a.clock.advance(100)
      await b.clock.advance(100)
    }
  }
  await pass(100)
  return { hub, a, b, pass }
}

const model = installedModel('a:latest')

test('every replica tells of the replies of all, and how fast they come together', async () => {
  const { a, b, pass } = await setUp()
  const replies = [a.tracker.begin(a.instance, model), b.tracker.begin(b.instance, model)]
  for (let tenths = 0; tenths < 100; tenths += 1) {
    for (const reply of replies) for (const _ of [1, 2]) reply.count()
    await pass(100)
  }
  for (const one of [a, b]) {
    const [activity] = await one.activity()
    expect(activity).toMatchObject({ model: 'a:latest', requests: 2, tokens_per_second: expect.closeTo(40, -1) })
  }
  expect(a.told.at(-1)).toMatchObject({ type: 'reply.progress', activity: { requests: 2 } })
  replies[0]?.end(2318)
  await pass(100)
  expect(await b.activity()).toMatchObject([{ requests: 1, context_used: 2318 }])
  replies[1]?.end(null)
  await pass(100)
  const used = { requests: 0, tokens_per_second: null, context_used: 2318, last_used_at: expect.any(String) }
  for (const one of [a, b]) expect(await one.activity()).toMatchObject([used])
})

test('a model that another replica replies with is answering, also before anything has come of the reply', async () => {
  const { a, b, pass } = await setUp()
  const other = installedModel('b:latest')
  const reply = a.tracker.begin(a.instance, other)
  await pass(100)
  expect([a, b].map(({ tracker, instance }) => tracker.isAnswering(instance, other))).toEqual([true, true])
  expect(await b.activity()).toMatchObject([
    { model: 'a:latest', requests: 0 },
    { model: 'b:latest', requests: 1 },
  ])
  reply.end(null)
  await pass(100)
  expect(b.tracker.isAnswering(b.instance, other)).toBe(false)
  expect(await b.activity()).toMatchObject([{ model: 'a:latest', requests: 0 }])
})

test('replies of a replica that was killed are gone within seconds, and whoever follows is told', async () => {
  const { a, b, pass } = await setUp()
  b.tracker.begin(b.instance, model)
  await pass(1000)
  expect(await a.activity()).toMatchObject([{ requests: 1 }])
  await a.clock.advance(3000)
  expect(await a.activity()).toMatchObject([{ requests: 0 }])
  expect(a.told.at(-1)).toMatchObject({ type: 'reply.progress', activity: { requests: 0 } })
})

test('what a replica of another version tells in another form is nothing', async () => {
  const { hub, a, pass } = await setUp()
  for (const message of [{ instance: 'default', id: 1 }, { instance: 'absent' }, {}, 'text', [], 7])
    hub.link('newer').publish('models.activity', message)
  await pass(100)
  expect(await a.activity()).toMatchObject([{ requests: 0 }])
})
