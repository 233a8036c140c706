import { expect, onTestFinished, test } from 'vitest'
import { createInstances } from '../src/instances/instances.ts'
import { createBackground } from '../src/kernel/background.ts'
import { createModelTasks } from '../src/models/actions/model-tasks.ts'
import type { LoadedModel } from '../src/ollama/ollama.ts'
import type { Lease } from '../src/replicas/lease.ts'
import { createResidencyLog } from '../src/residency/residency.ts'
import { createMemoryStorage } from '../src/storage/open-storage.ts'
import type { Storage } from '../src/storage/storage.ts'
import { caller, narrowedCaller } from './caller.ts'
import { type FakeClock, fakeClock } from './fake-clock.ts'
import { linkHub } from './replicas-set-up.ts'
import { handedLease } from './replicated-cores.ts'
import { loadedModel, refused, stubInstance } from './stub-ollama.ts'

/** A log over a storage, of a server that says what is loaded. */
async function watched(storage: Pick<Storage, 'residency'>, clock: FakeClock, leader?: Lease) {
  let loaded: readonly LoadedModel[] | null = []
  const answer = async () => loaded ?? Promise.reject(refused())
  const { instance } = stubInstance({ loaded: answer })
  const instances = createInstances([instance])
  const tasks = createModelTasks(clock)
  const background = createBackground({ clock })
  const log = createResidencyLog({
    repository: storage.residency,
    instances: () => instances,
    tasks,
    clock,
    background,
    ...(leader && { leader }),
  })
  onTestFinished(async () => {
    log[Symbol.dispose]()
    await instances[Symbol.asyncDispose]()
  })
  /** The server says so, and so it is for as long. */
  async function say(models: readonly LoadedModel[] | null, ms = 0) {
    loaded = models
    for (let left = ms; ; left -= 10_000) {
      await instance.loaded.refresh()
      if (models) log.note(instance, models)
      await clock.advance(Math.min(10_000, Math.max(left, 0)))
      if (left <= 10_000) return
    }
  }
  const spans = async (context = caller()) => (await log.read(context, { range: '24h' })).spans
  const times = async () => {
    const of = (time: string | null) => time?.slice(11, 19) ?? null
    return (await spans()).map(({ model, loaded_at, ended_at }) => [model, of(loaded_at), of(ended_at)])
  }
  return { log, instance, tasks, say, spans, times }
}

async function setUp() {
  const clock = fakeClock()
  const storage = await createMemoryStorage(clock)
  onTestFinished(() => storage[Symbol.asyncDispose]())
  return { clock, storage, ...(await watched(storage, clock)) }
}

test('a span says when a model came and left, what it took, and who asked for it', async () => {
  const { clock, tasks, instance, say, spans } = await setUp()
  await say([])
  const loading = tasks.mark({ instance, model: 'llama3' }, 'loading', caller().actor)
  await clock.advance(3000)
  expect(await spans()).toMatchObject([
    { model: 'llama3', loading_at: '2026-01-01T00:00:00.000Z', loaded_at: null, ended_at: null },
  ])
  const model = loadedModel('llama3:latest', { size: 10, sizeVram: 8 })
  await say([model])
  loading()
  await say([model], 60_000)
  expect(await spans()).toMatchObject([{ loaded_at: '2026-01-01T00:00:03.000Z', ended_at: null }])
  await say([])
  expect(await spans()).toEqual([
    {
      model: 'llama3:latest',
      instance: 'default',
      loading_at: '2026-01-01T00:00:00.000Z',
      loaded_at: '2026-01-01T00:00:03.000Z',
      ended_at: '2026-01-01T00:01:03.000Z',
      size: 10,
      size_vram: 8,
      context_length: 4096,
      requested_by: 'laptop',
    },
  ])
})

test('another context is a span of its own', async () => {
  const { say, times } = await setUp()
  await say([loadedModel('a')], 20_000)
  await say([loadedModel('a', { contextLength: 8192 })], 20_000)
  expect(await times()).toEqual([
    ['a', '00:00:00', '00:00:20'],
    ['a', '00:00:20', null],
  ])
})

test('what left while the server could not be asked ended when it was last seen', async () => {
  const { say, times } = await setUp()
  await say([loadedModel('a'), loadedModel('b')], 30_000)
  await say(null, 120_000)
  // As far as anybody knows, meanwhile.
  expect(await times()).toEqual([
    ['a', '00:00:00', '00:00:20'],
    ['b', '00:00:00', '00:00:20'],
  ])
  await say([loadedModel('b')])
  expect(await times()).toEqual([
    ['a', '00:00:00', '00:00:20'],
    ['b', '00:00:00', null],
  ])
})

test('a restart goes on with the span of what stayed, and ends that of what left meanwhile', async () => {
  const { clock, storage, log, say } = await setUp()
  await say([loadedModel('a'), loadedModel('b')], 100_000)
  log[Symbol.dispose]()
  await clock.advance(300_000)
  const after = await watched(storage, clock)
  await after.say([loadedModel('a')])
  expect(await after.times()).toEqual([
    ['a', '00:00:00', null],
    ['b', '00:00:00', '00:01:30'],
  ])
})

test('two processes that watch one server write one span', async () => {
  const { clock, storage, say, times } = await setUp()
  const other = await watched(storage, clock)
  await say([loadedModel('a')])
  await other.say([loadedModel('a')])
  await clock.advance(10_000)
  await other.say([])
  await say([])
  expect(await times()).toEqual([['a', '00:00:00', '00:00:10']])
})

test('models that a key does not see are left out', async () => {
  const { say, spans } = await setUp()
  await say([loadedModel('a'), loadedModel('b')])
  expect((await spans(narrowedCaller({ models: ['b'] }))).map(({ model }) => model)).toEqual(['b'])
})

test('of two replicas one keeps the spans, and whoever takes over goes on with them', async () => {
  const clock = fakeClock()
  const storage = await createMemoryStorage(clock)
  onTestFinished(() => storage[Symbol.asyncDispose]())
  const [lease, hub] = [handedLease(), linkHub()]
  const replicas = [lease.join(hub), lease.join(hub)] as const
  const first = await watched(storage, clock, replicas[0].leader)
  const second = await watched(storage, clock, replicas[1].leader)
  const both = async (models: readonly LoadedModel[]) => {
    await first.say(models)
    await second.say(models, 10_000)
  }
  await both([])
  await both([loadedModel('a'), loadedModel('b')])
  expect(await second.times()).toEqual([
    ['a', '00:00:10', null],
    ['b', '00:00:10', null],
  ])
  // The first is gone: what leaves and comes now, only the second sees.
  await second.say([loadedModel('a'), loadedModel('c')], 20_000)
  lease.give(replicas[1])
  await clock.advance(1000)
  await expect.poll(second.times, { interval: 5 }).toEqual([
    ['a', '00:00:10', null],
    ['b', '00:00:10', '00:00:10'],
    ['c', '00:00:20', null],
  ])
})
