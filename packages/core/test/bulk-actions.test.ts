import type { Job } from '@ollama-dashboard/contracts'
import { startSimulator } from '@ollama-dashboard/ollama-sim'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { Core } from '../src/core-interface.ts'
import { createMemoryStorage } from '../src/storage/open-storage.ts'
import { caller } from './caller.ts'
import { openOver, simulatedCore } from './simulated.ts'

const [first, loaded, last] = ['gemma3:12b', 'llama3.2:3b', 'llama3.1:8b']
const models = [first, loaded, last]

const bulkAt = (core: Core, { id }: Pick<Job, 'id'>) => core.jobs.get(caller(), { id, kind: 'bulk' })
const stateOf = (core: Core, job: Pick<Job, 'id'>) => async () => (await bulkAt(core, job)).state
const itemsOf = (core: Core, job: Pick<Job, 'id'>) => async () =>
  (await bulkAt(core, job)).progress?.items.map(({ state }) => state)
const installed = async (core: Core) =>
  (await core.models.available(caller(), { refresh: true })).models.map(({ name }) => name)

describe('several models', () => {
  test('are stopped one after the other, also those that are not loaded; one that fails keeps no other from it', async () => {
    const { core } = await simulatedCore()
    await core.models.start(caller(), { model: loaded })
    expect(await core.models.bulkStop(caller(), { models: ['absent', loaded, last] })).toMatchObject({
      succeeded: 2,
      failed: 1,
      results: [
        { model: 'absent:latest', success: false, error: { code: 'model_not_found' } },
        { model: loaded, success: true },
        { model: last, success: true },
      ],
    })
    expect((await core.models.status(caller(), { model: loaded })).status).toBe('available')
  })

  test('are deleted one after the other', async () => {
    const { core } = await simulatedCore()
    expect(await core.models.bulkDelete(caller(), { models: ['absent', first, last] })).toMatchObject({
      succeeded: 2,
      failed: 1,
      results: [{ success: false }, { model: first, success: true }, { model: last, success: true }],
    })
    const left = await installed(core)
    expect([first, loaded, last].map((name) => left.includes(name))).toEqual([false, true, false])
  })

  test('that a deletion came to before it ended in the middle may be gone, and others may not', async () => {
    const { core } = await simulatedCore()
    const before = [
      { model: 'absent:latest', state: 'failed' as const },
      { model: 'gone:latest', state: 'deleting' as const },
    ]
    const { results } = await core.models.bulkDelete(caller(), { models: ['absent', 'gone', 'other'], before })
    expect(results.map(({ success }) => success)).toEqual([false, true, false])
  })
})

test('a bulk stop does not wait for a bulk start', async () => {
  const { core, simulator } = await simulatedCore({ speed: 0 })
  const start = await core.jobs.startModels(caller(), { models: [first, last] })
  await expect.poll(itemsOf(core, start)).toEqual(['loading', 'waiting'])
  const stop = await core.jobs.stopModels(caller(), { models: [first, last] })
  expect(stop).toMatchObject({ action: 'stop', title: 'stop of 2 models', models: [first, last] })
  expect(stop.id).not.toBe(start.id)
  await expect.poll(stateOf(core, stop)).toBe('running')
  simulator.setSpeed(1000)
  await expect.poll(stateOf(core, stop)).toBe('done')
  expect(await bulkAt(core, stop)).toMatchObject({ result: { succeeded: 2, failed: 0 } })
})

/** A deletion that stands still in the middle, at the model that is loaded. */
async function inTheMiddle(core: Core, simulator: Awaited<ReturnType<typeof simulatedCore>>['simulator']) {
  await core.models.start(caller(), { model: loaded })
  simulator.faults.add({ kind: 'hang', path: '/api/generate', model: loaded })
  const job = await core.jobs.deleteModels(caller(), { models })
  await expect.poll(itemsOf(core, job)).toEqual(['done', 'deleting', 'waiting'])
  return job
}

test('a bulk delete that is cancelled leaves the rest; who may delete takes it up where it was', async () => {
  const { core, simulator } = await simulatedCore()
  const job = await inTheMiddle(core, simulator)
  expect(job).toMatchObject({ kind: 'bulk', action: 'delete', title: 'deletion of 3 models' })
  await core.jobs.cancel(caller(), job)
  simulator.faults.clear()
  expect(await installed(core)).toEqual(expect.arrayContaining([loaded, last]))
  expect(await bulkAt(core, job)).toMatchObject({ state: 'cancelled' })

  const operator = caller(undefined, { role: 'operator' })
  await expect(core.jobs.retry(operator, job)).rejects.toMatchObject({ code: 'forbidden' })
  // What is there again is not what was to be deleted.
  await core.models.copy(caller(), { source: last, destination: first })
  await core.jobs.retry(caller(), job)
  await expect.poll(stateOf(core, job)).toBe('done')
  expect(await bulkAt(core, job)).toMatchObject({ result: { succeeded: 3, failed: 0 } })
  const left = await installed(core)
  expect([first, loaded, last].map((name) => left.includes(name))).toEqual([true, false, false])
})

test('a bulk delete goes on after a restart of the dashboard, and counts what it had deleted', async () => {
  const simulator = await startSimulator({ speed: 1000 })
  const storage = await createMemoryStorage()
  const before = await openOver(simulator, storage)
  const job = await inTheMiddle(before, simulator)
  await before[Symbol.asyncDispose]()
  simulator.faults.clear()
  const next = await openOver(simulator, storage)
  onTestFinished(async () => {
    await next[Symbol.asyncDispose]()
    await simulator.close()
  })
  await expect.poll(stateOf(next, job)).toBe('done')
  expect(await bulkAt(next, job)).toMatchObject({ created_by: 'laptop', result: { succeeded: 3, failed: 0 } })
})
