import type { Job } from '@ollama-dashboard/contracts'
import { startSimulator } from '@ollama-dashboard/ollama-sim'
import { expect, onTestFinished, test } from 'vitest'
import type { Core } from '../src/core-interface.ts'
import { DashboardError } from '../src/kernel/errors.ts'
import { createMemoryStorage } from '../src/storage/open-storage.ts'
import { caller } from './caller.ts'
import { openOver, simulatedCore } from './simulated.ts'

const model = 'llama3.2:3b'
const other = 'gemma3:12b'

const jobAt = (core: Core, { id }: Pick<Job, 'id'>) => core.jobs.get(caller(), { id })
const ended = async (core: Core, job: Pick<Job, 'id'>) => {
  await expect.poll(async () => (await jobAt(core, job)).state).toMatch(/done|failed|cancelled/)
  return jobAt(core, job)
}
const statusOf =
  (core: Core, name = model) =>
  async () =>
    (await core.models.status(caller(), { model: name })).status

test('a start that is not waited for goes on without its caller, and tells who began it and what came of it', async () => {
  const { core, simulator } = await simulatedCore({ speed: 0 })
  const gone = new AbortController()
  const job = await core.jobs.startModel(caller(gone.signal), { model: 'LLAMA3.2:3B' })
  expect(job).toMatchObject({ kind: 'start', model, title: `start of "${model}"`, created_by: 'laptop' })
  gone.abort()
  await expect.poll(statusOf(core)).toBe('loading')
  // Whoever asks for the same joins it.
  expect(await core.jobs.startModel(caller(), { model })).toMatchObject({ id: job.id })
  simulator.setSpeed(1000)
  expect(await ended(core, job)).toMatchObject({ state: 'done', attempts: 1, result: { model, changed: true } })
  const told = core.events.recent(caller(), { limit: 20 })
  expect(told.find(({ type }) => type === 'model.loaded')).toMatchObject({ model, by: 'laptop' })
})

test('a stop ends the start that is under way: that is cancelled, and has not failed', async () => {
  const { core, simulator } = await simulatedCore({ speed: 0 })
  const start = await core.jobs.startModel(caller(), { model })
  await expect.poll(statusOf(core)).toBe('loading')
  const stop = await core.jobs.stopModel(caller(), { model })
  expect(await ended(core, start)).toMatchObject({ state: 'cancelled', error: null })
  simulator.setSpeed(1000)
  expect(await ended(core, stop)).toMatchObject({ state: 'done', result: { state: 'unloaded' } })
})

test('a stop ends a start that has not come to its load', async () => {
  const { core, simulator } = await simulatedCore({ speed: 0 })
  const start = await core.jobs.startModel(caller(), { model })
  const stop = await core.jobs.stopModel(caller(), { model })
  expect(await ended(core, stop)).toMatchObject({ state: 'done', result: { state: 'unloaded' } })
  expect(await ended(core, start)).toMatchObject({ state: 'cancelled', error: null })
  expect(await statusOf(core)()).toBe('available')
  expect(simulator.loads).toEqual([])
})

test('cancelling a start ends the load', async () => {
  const { core, simulator } = await simulatedCore({ speed: 0 })
  const start = await core.jobs.startModel(caller(), { model })
  await expect.poll(statusOf(core)).toBe('loading')
  await core.jobs.cancel(caller(), start)
  await expect.poll(statusOf(core)).toBe('available')
  simulator.setSpeed(1000)
  const restart = await core.jobs.restartModel(caller(), { model })
  expect(await ended(core, restart)).toMatchObject({ state: 'done', result: { state: 'loaded' } })
})

test('what makes no sense, or is of no model, is told at once and is no job', async () => {
  const { core } = await simulatedCore()
  await expect(core.jobs.startModel(caller(), { model: 'nobody' })).rejects.toMatchObject({ code: 'model_not_found' })
  const never = { model, request: { keep_alive: 0 } }
  await expect(core.jobs.startModel(caller(), never)).rejects.toMatchObject({ code: 'validation_failed' })
  await expect(core.jobs.startModels(caller(), { models: [model, model] })).rejects.toMatchObject({
    code: 'validation_failed',
  })
  expect(await core.jobs.list(caller())).toEqual([])
})

test('a bulk start tells how each model stands, and ends with what came of each', async () => {
  const { core, simulator } = await simulatedCore({ speed: 0 })
  const job = await core.jobs.startModels(caller(), { models: ['nobody', model, other] })
  const states = async () => {
    const now = await core.jobs.get(caller(), { id: job.id, kind: 'bulk' })
    return now.progress?.items.map(({ state }) => state)
  }
  await expect.poll(states).toEqual(['failed', 'loading', 'waiting'])
  simulator.setSpeed(1000)
  expect(await ended(core, job)).toMatchObject({ state: 'done', result: { started: 2, failed: 1 } })
  expect(await states()).toEqual(['failed', 'done', 'done'])
})

test('after a restart of the dashboard a start and a bulk start go on, under their ids', async () => {
  const simulator = await startSimulator({ speed: 0 })
  const storage = await createMemoryStorage()
  const first = await openOver(simulator, storage)
  const start = await first.jobs.startModel(caller(), { model })
  const bulk = await first.jobs.startModels(caller(), { models: [other] })
  for (const name of [model, other]) await expect.poll(statusOf(first, name)).toBe('loading')
  await first[Symbol.asyncDispose]()
  const next = await openOver(simulator, storage)
  onTestFinished(async () => {
    await next[Symbol.asyncDispose]()
    await simulator.close()
  })
  simulator.setSpeed(1000)
  expect(await ended(next, start)).toMatchObject({ state: 'done', created_by: 'laptop', result: { state: 'loaded' } })
  expect(await ended(next, bulk)).toMatchObject({ state: 'done', result: { started: 1 } })
})

test('a storage that fails keeps no model from being started', async () => {
  const storage = await createMemoryStorage()
  const fail = async () => Promise.reject(new DashboardError('storage_unavailable', 'The disk is full.'))
  const broken = { ...storage, jobs: { ...storage.jobs, all: fail, save: fail, remove: fail } }
  const { core } = await simulatedCore({}, { storage: broken })
  const job = await core.jobs.startModel(caller(), { model })
  expect(await ended(core, job)).toMatchObject({ state: 'done' })
})

test('recommended settings are applied as a job', async () => {
  const { core } = await simulatedCore()
  const job = await core.jobs.applyAllRecommended(caller())
  const done = await ended(core, job)
  expect(done).toMatchObject({ kind: 'apply', state: 'done' })
  expect('result' in done && done.result).toEqual(expect.objectContaining({ applied: expect.any(Number), errors: [] }))
  expect(await core.settings.list(caller())).not.toEqual([])
})
