import { expect, test } from 'vitest'
import { localActor } from '../src/kernel/call-context.ts'
import { createModelTasks } from '../src/models/actions/model-tasks.ts'
import type { LoadedModel } from '../src/ollama/ollama.ts'
import { createModelChanges } from '../src/timeline/changes/model-changes.ts'
import type { NewEvent } from '../src/timeline/changes/new-event.ts'
import { caller } from './caller.ts'
import { loadedModel, refused, stubInstance } from './stub-ollama.ts'

const later = '2026-01-01T01:00:00Z'
const model = (name: string, more: Partial<LoadedModel> = {}) => loadedModel(name, { expiresAt: later, ...more })

/** What is recorded as looks follow each other, as "type model: detail (by)". */
async function setUp() {
  let answer = async (): Promise<readonly LoadedModel[]> => []
  const { instance, clock } = stubInstance({ loaded: () => answer() })
  const tasks = createModelTasks(clock)
  const kept: (NewEvent & { id: string })[] = []
  const changes = createModelChanges({
    recorder: {
      add(event) {
        const id = String(kept.length)
        kept.push({ ...event, id })
        return id
      },
      change: (id, more) => void Object.assign(kept[Number(id)] ?? {}, more),
    },
    tasks,
    clock,
  })
  let before: readonly LoadedModel[] | null = null
  async function look(...now: LoadedModel[]) {
    answer = async () => now
    await clock.until(instance.loaded.refresh())
    changes.look(instance, now, before)
    before = now
    await clock.advance(2000)
  }
  const told = () => kept.map(({ type, model, detail, by }) => `${type} ${model}: ${detail}${by ? ` (${by})` : ''}`)
  const down = async () => {
    answer = () => Promise.reject(refused())
    await clock.until(instance.loaded.refresh())
  }
  return { instance, clock, tasks, changes, look, told, kept, down }
}

test('what was in memory when the dashboard started is no news', async () => {
  const { look, told } = await setUp()
  await look(model('a'))
  await look(model('a'))
  expect(told()).toEqual([])
})

test('a load and an unload say who asked for them', async () => {
  const { look, told, tasks, instance } = await setUp()
  await look()
  const loaded = tasks.mark({ instance, model: 'A' }, 'loading', caller().actor)
  await look(model('a'), model('b'))
  loaded()
  const unloaded = tasks.mark({ instance, model: 'a' }, 'unloading', localActor)
  await look(model('b'))
  unloaded()
  expect(told()).toEqual([
    'model.loaded a: Requested in the dashboard. (laptop)',
    'model.loaded b: By another program.',
    'model.unloaded a: Requested in the dashboard.',
  ])
})

test('a model that was not used long enough has expired, and one before its time was unloaded by somebody', async () => {
  const { look, told, clock } = await setUp()
  await look(model('a', { expiresAt: new Date(clock.now() + 10_000).toISOString() }), model('b'))
  await clock.advance(20_000)
  await look()
  expect(told()).toEqual([
    'model.unloaded a: Not used any more: its keep-alive time had passed.',
    'model.unloaded b: By another program.',
  ])
})

test('a model that leaves as another one comes made room for it, also where that is seen a moment later', async () => {
  const { look, told } = await setUp()
  await look(model('a'), model('b'))
  await look(model('b'), model('c'))
  await look(model('c'))
  await look(model('c'), model('d'))
  expect(told().filter((line) => line.startsWith('model.unloaded'))).toEqual([
    'model.unloaded a: To make room for "c".',
    'model.unloaded b: To make room for "d".',
  ])
})

test('models that are gone after Ollama was away left with it', async () => {
  const { look, told, down } = await setUp()
  await look(model('a'))
  await down()
  await look()
  expect(told()).toEqual(['model.unloaded a: Ollama was stopped or restarted.'])
})

test('a model with another context was loaded anew, and both contexts are told', async () => {
  const { look, kept } = await setUp()
  await look(model('a', { contextLength: 4096 }))
  await look(model('a', { contextLength: 16_384 }))
  expect(kept).toMatchObject([
    {
      kind: 'reload',
      type: 'model.reloaded',
      before: '4,096',
      after: '16,384',
      detail: expect.stringMatching(/^Context 4,096 → 16,384\. Clients that request different contexts/),
    },
  ])
})

test('a reload that is seen as leaving and coming back says so in both entries', async () => {
  const { look, told } = await setUp()
  await look(model('a', { contextLength: 4096 }))
  await look()
  await look(model('a', { contextLength: 8192 }))
  expect(told()).toEqual([
    'model.unloaded a: To be loaded anew: context 4,096 → 8,192.',
    expect.stringMatching(/^model.reloaded a: Context 4,096 → 8,192\./),
  ])
})

test('options that Ollama does not tell are told where the dashboard had the model loaded with them', async () => {
  const { look, told, changes, instance, clock } = await setUp()
  await look()
  await look(model('a'))
  const by = caller().actor
  changes.loadedWith(instance, 'a', { num_gpu: 20 }, by)
  await clock.advance(120_000)
  changes.loadedWith(instance, 'a', { num_gpu: 20 }, by)
  changes.loadedWith(instance, 'a', { num_ctx: 8192 }, by)
  // Its answer comes after the one that is known.
  await look(model('a', { contextLength: 8192 }))
  expect(told().slice(1)).toEqual([
    'model.reloaded a: Num_gpu 20 → not set. Requested in the dashboard. (laptop)',
    'model.reloaded a: Context 4,096 → 8,192. Requested in the dashboard. (laptop)',
  ])
})

test('a model that comes back much later is simply loaded', async () => {
  const { look, told, clock } = await setUp()
  await look(model('a', { contextLength: 4096 }))
  await look()
  await clock.advance(600_000)
  await look(model('a', { contextLength: 8192 }))
  expect(told().at(-1)).toBe('model.loaded a: By another program.')
})
