import { startSimulator } from '@ollama-dashboard/ollama-sim'
import { expect, onTestFinished, test } from 'vitest'
import { caller, narrowedCaller } from './caller.ts'
import { simulatedCore } from './simulated.ts'

const model = 'llama3.2:3b'

test('the catalogue of a narrowed key has the models that it may pull', async () => {
  const { core } = await simulatedCore()
  const names = async (context = caller(), query = {}) =>
    (await core.catalogue.list(context, query)).models.map(({ name }) => name)
  const llamas = await names(narrowedCaller({ models: ['llama3*'] }))
  expect(llamas.length).toBeGreaterThan(1)
  expect(llamas).toEqual((await names()).filter((name) => name.startsWith('llama3')))
  expect(await names(narrowedCaller({ models: ['llama3*'] }), { q: 'qwen' })).toEqual([])
})

test('the largest model that has room is one that the key sees', async () => {
  const { core } = await simulatedCore()
  await core.models.available(caller(), { refresh: true })
  const largest = async (context = caller()) => (await core.models.room(context)).model
  await expect.poll(() => largest()).not.toBeNull()
  const before = await largest()
  expect(before).not.toBe(model)
  expect(await largest(narrowedCaller({ models: [model] }))).toBe(model)
  expect(await largest(narrowedCaller({ models: ['none'] }))).toBeNull()
})

test('who sees only some servers does not learn where else a model is, and leaves its settings', async () => {
  const other = await startSimulator({ scenario: 'empty', speed: 1000 })
  onTestFinished(() => other.close())
  const { core, simulator } = await simulatedCore()
  await core[Symbol.asyncDispose]()
  const { core: both } = await simulatedCore(
    {},
    {
      instances: [
        { name: 'default', url: new URL(simulator.url) },
        { name: 'empty', url: new URL(other.url) },
      ],
    },
  )
  await both.models.available(caller(), { instance: 'empty', refresh: true })
  await both.settings.save(caller(), { model, patch: { temperature: 0.5 } })
  const narrow = narrowedCaller({ instances: ['default'] })
  const fate = async (context = caller()) => (await both.models.deletePreview(context, { model })).saved_settings
  expect([await fate(), await fate(narrow)]).toEqual(['removed', 'kept'])
  expect(await both.models.delete(narrow, { model })).toMatchObject({ settings_removed: false })
  expect((await both.settings.list(caller())).map((entry) => entry.model)).toEqual([model])
})

test('recommended settings are looked for and applied where the key sees, as a job too', async () => {
  const { core } = await simulatedCore()
  const narrow = narrowedCaller({ models: ['llama3*'] })
  const { recommendations, errors } = await core.settings.allRecommended(narrow)
  expect(recommendations.length).toBeGreaterThan(0)
  expect([...recommendations, ...errors].filter((one) => !one.model.startsWith('llama3'))).toEqual([])
  const job = await core.jobs.applyAllRecommended(narrow, { overwrite: true })
  const others = await core.jobs.applyAllRecommended(caller(), { overwrite: true })
  expect(others.id).not.toBe(job.id)
  const done = await core.jobs.finished(narrow, job)
  expect(
    (done.result?.changes ?? []).map((change) => change.model).filter((name) => !name.startsWith('llama3')),
  ).toEqual([])
  // Of all models: how many there are is not for everybody.
  await expect(core.jobs.get(narrow, others)).rejects.toMatchObject({ code: 'job_not_found' })
})
