import { type SimulatedModel, scenarios } from '@ollama-dashboard/ollama-sim'
import { describe, expect, test } from 'vitest'
import { distinctModels } from '../src/models/actions/distinct-models.ts'
import { caller } from './caller.ts'
import { simulatedCore } from './simulated.ts'

/** Ten models that differ in name and weights; the simulated card holds three at a time. */
const [sketch] = scenarios.home.models.filter(({ name }) => name === 'llama3.2:3b')
const ten: SimulatedModel[] = Array.from({ length: 10 }, (_, index) => ({
  ...(sketch as SimulatedModel),
  name: index === 0 ? 'hf.co/org/model:Q4_K_M' : `m${index}:latest`,
  digest: String(index).repeat(64),
  weights: `sha256:${String(index).repeat(64)}`,
}))
const scenario = { ...scenarios.home, models: ten, preloaded: [] }
const names = ten.map(({ name }) => name)

describe('a bulk start', () => {
  test('of ten models where three fit loads each in turn, and tells which are there at the end', async () => {
    const { core, simulator } = await simulatedCore({ scenario })
    const { results, started, failed } = await core.models.bulkStart(caller(), { models: names })
    expect([started, failed]).toEqual([10, 0])
    expect(results.map(({ model }) => model)).toEqual(names)
    expect(results.every(({ success }) => success)).toBe(true)
    expect(simulator.loads.map(({ model }) => model)).toEqual(names)
    const running = (await core.models.running(caller())).models.map(({ name }) => name)
    expect(running).toHaveLength(3)
    const loaded = results.flatMap(({ model, state }) => (state === 'loaded' ? [model] : []))
    expect(loaded.toSorted()).toEqual(running.toSorted())
    expect(loaded).toContain(names.at(-1))
  })

  test('of a model whose weights are loaded under another name tells that it is there', async () => {
    const pirate = { ...(ten[1] as SimulatedModel), name: 'pirate:latest', digest: 'a'.repeat(64) }
    const { core } = await simulatedCore({ scenario: { ...scenario, models: [...ten, pirate] } })
    const { results } = await core.models.bulkStart(caller(), { models: ['m1', 'pirate'] })
    expect(results.map(({ state }) => state)).toEqual(['loaded', 'loaded'])
    expect((await core.models.running(caller())).models.map(({ name }) => name)).toEqual(['m1:latest'])
  })

  test('goes on past a model that fails, and says why', async () => {
    const { core } = await simulatedCore()
    const asked = ['llama3.2', 'absent', 'llama3.2:3b']
    expect(await core.models.bulkStart(caller(), { models: asked })).toMatchObject({
      started: 1,
      failed: 2,
      results: [
        { model: 'llama3.2:latest', success: false, state: 'unloaded', error: { code: 'model_not_found' } },
        { model: 'absent:latest', success: false, error: { status: 404, hint: 'Pull it first.' } },
        { model: 'llama3.2:3b', success: true, state: 'loaded' },
      ],
    })
  })

  test('sends nothing for a model that is loaded already', async () => {
    const { core, simulator } = await simulatedCore({ scenario })
    await core.models.start(caller(), { model: 'm1' })
    expect(await core.models.bulkStart(caller(), { models: ['M1', 'm2'] })).toMatchObject({ started: 2 })
    expect(simulator.loads.map(({ model }) => model)).toEqual(['m1:latest', 'm2:latest'])
  })

  test('ends when its caller leaves: what is left is not begun', async () => {
    const { core, simulator } = await simulatedCore({ scenario, speed: 0 })
    const leaving = new AbortController()
    const left = expect(core.models.bulkStart(caller(leaving.signal), { models: names })).rejects.toThrow('tab closed')
    await expect.poll(() => simulator.requests.some(({ path }) => path === '/api/generate')).toBe(true)
    leaving.abort(new Error('tab closed'))
    await left
    await expect.poll(() => simulator.requests.find(({ path }) => path === '/api/generate')?.aborted).toBe(true)
    expect(simulator.requests.filter(({ path }) => path === '/api/generate')).toHaveLength(1)
  })

  test('of an unknown server is refused by name', async () => {
    const { core } = await simulatedCore()
    await expect(core.models.bulkStart(caller(), { models: ['m1'], instance: 'elsewhere' })).rejects.toMatchObject({
      code: 'instance_not_found',
    })
  })
})

describe('names of models', () => {
  test('are normalised, in their order', () => {
    expect(distinctModels(['b', 'hf.co/org/model:Q4_K_M', 'a:1b'])).toEqual([
      'b:latest',
      'hf.co/org/model:Q4_K_M',
      'a:1b',
    ])
  })

  test.each([
    ['llama3', 'llama3:latest'],
    ['llama3', 'LLAMA3'],
    ['llama3', 'registry.ollama.ai/library/llama3:latest'],
  ])('may not be %s and %s, which are one', (first, second) => {
    expect(() => distinctModels([first, 'other', second])).toThrow(
      expect.objectContaining({
        code: 'validation_failed',
        fieldErrors: [{ path: '/body/models/2', message: 'is the same model as models/0' }],
      }),
    )
  })
})
