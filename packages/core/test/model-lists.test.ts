import { expect, test } from 'vitest'
import { announceChanges } from '../src/models/actions/announce-changes.ts'
import { createModelTasks } from '../src/models/actions/model-tasks.ts'
import { createModelLists } from '../src/models/lists/model-lists.ts'
import { caller } from './caller.ts'
import { installedModel, loadedModel, stubInstance } from './stub-ollama.ts'

const customised = new Set<string>()

function listing(loaded: ReturnType<typeof loadedModel>[], installed = [installedModel('a:latest')]) {
  const stub = stubInstance({ loaded: async () => loaded, installed: async () => installed })
  const tasks = createModelTasks(stub.clock)
  return { ...stub, tasks, lists: createModelLists(tasks, () => customised) }
}

test('memory is split into VRAM and RAM, and the expiry counts from when it was read', async () => {
  const { lists, instance, clock } = listing([loadedModel('a:latest', { size: 8e9, sizeVram: 6e9 })])
  await clock.advance(0)
  const { models } = await lists.running(instance)
  expect(models[0]).toMatchObject({
    size: 8e9,
    formatted_size: '8 GB',
    size_vram: 6e9,
    size_ram: 2e9,
    gpu_percent: 75,
    allocated_context: 4096,
    context_length: 131_072,
    expires_at: '2026-01-01T00:05:00.000Z',
    expires_in_seconds: 300,
    pinned: false,
    state: 'loaded',
  })
})

test.each(['2318-04-12T00:00:00Z', '2319-03-01T10:00:00+02:00'])(
  'a model kept for ever (%s) is pinned and does not expire',
  async (expiresAt) => {
    const { lists, instance } = listing([loadedModel('a:latest', { expiresAt })])
    expect((await lists.running(instance)).models[0]).toMatchObject({
      pinned: true,
      expires_at: null,
      expires_in_seconds: null,
    })
  },
)

test.each([
  ['no size', { size: null }],
  ['more VRAM than memory', { size: 1, sizeVram: 5 }],
  ['no VRAM part, as of servers before 0.1.42', { sizeVram: null }],
  ['a size of zero', { size: 0, sizeVram: 0 }],
])('with %s the split is unknown, not zero', async (_, more) => {
  const { lists, instance } = listing([loadedModel('a:latest', more)])
  expect((await lists.running(instance)).models[0]).toMatchObject({
    size_vram: null,
    size_ram: null,
    gpu_percent: null,
  })
})

test('a model that no list of installed ones has is shown with what is known', async () => {
  const { lists, instance } = listing([loadedModel('gone:latest')], [])
  expect((await lists.running(instance)).models[0]).toMatchObject({
    name: 'gone:latest',
    modified_at: null,
    has_vision: null,
    state: 'loaded',
  })
})

test('a model under two names is running under both', async () => {
  const copy = installedModel('copy:latest', { digest: 'digest-of-a:latest' })
  const { lists, instance, clock } = listing(
    [loadedModel('a:latest')],
    [installedModel('a:latest'), copy, installedModel('b:latest')],
  )
  await clock.advance(0)
  const { models } = await lists.available(instance)
  expect(models.map(({ name, is_running }) => [name, is_running])).toEqual([
    ['a:latest', true],
    ['copy:latest', true],
    ['b:latest', false],
  ])
})

test('every change is announced; the actor and the duration only if known', async () => {
  const { tasks, clock, events, instance } = listing([])
  const gate = Promise.withResolvers<void>()
  const work = tasks.run(
    { instance, model: 'a:latest' },
    { kind: 'start' },
    new AbortController().signal,
    async (task) => {
      task.enter('loading', caller().actor)
      await gate.promise
    },
  )
  await clock.advance(4000)
  const tell = (now: string[], before: string[]) =>
    announceChanges(
      instance,
      now.map((name) => loadedModel(name)),
      before.map((name) => loadedModel(name)),
      { events, tasks, clock },
    )
  tell(['a:latest', 'b:latest'], ['c:latest'])
  expect(events.recent(5).toReversed()).toMatchObject([
    { type: 'model.unloaded', model: 'c:latest' },
    { type: 'model.loaded', model: 'a:latest', by: 'laptop', duration_seconds: 4 },
    { type: 'model.loaded', model: 'b:latest' },
  ])
  expect(events.recent(1)[0]).not.toHaveProperty('by')
  gate.resolve()
  await work
})

test('peeking every second does not poll Ollama more often, and never waits', async () => {
  let asked = 0
  const gate = Promise.withResolvers<ReturnType<typeof loadedModel>[]>()
  const { instance, clock } = stubInstance({
    loaded: async () => {
      asked += 1
      return gate.promise
    },
  })
  const lists = createModelLists(createModelTasks(clock), () => customised)
  expect(await lists.running(instance, { peek: true })).toEqual({ models: [], fetched_at: null, stale: false })
  gate.resolve([loadedModel('a:latest')])
  for (let second = 0; second < 60; second += 1) {
    await clock.advance(1000)
    expect((await lists.running(instance, { peek: true })).models).toHaveLength(1)
  }
  // One at the start, then every ten seconds.
  expect(asked).toBe(7)
})

test('ten thousand installed models beside a thousand in memory are listed without comparing each with each', async () => {
  const many = Array.from({ length: 10_000 }, (_, index) => installedModel(`m${index}:latest`))
  const some = many.slice(0, 1000).map(({ name }) => loadedModel(name))
  const { lists, instance, clock, tasks, events } = listing(some, many)
  await clock.advance(0)
  const { models } = await lists.available(instance)
  expect(models.filter(({ is_running }) => is_running)).toHaveLength(1000)
  expect((await lists.running(instance)).models).toHaveLength(1000)
  announceChanges(instance, some, some, { events, tasks, clock })
  expect(events.recent(1)).toEqual([])
})
