import { setImmediate as nextTurn } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { caller } from './caller.ts'
import { simulatedCore } from './simulated.ts'

const model = 'llama3.2:3b'
const namesOf = ({ models }: { models: readonly { name: string }[] }) => models.map(({ name }) => name)

describe('stop', () => {
  test('resolves only when Ollama no longer lists the model', async () => {
    const { core } = await simulatedCore()
    await core.models.start(caller(), { model })
    expect(await core.models.stop(caller(), { model })).toMatchObject({ state: 'unloaded', changed: true })
    expect(namesOf(await core.models.running(caller()))).not.toContain(model)
  })

  test('of a model that is not loaded changes nothing', async () => {
    const { core } = await simulatedCore()
    expect(await core.models.stop(caller(), { model })).toMatchObject({ changed: false, attempts: 0 })
  })

  test('ends a load that is under way, and tells those who wait for it', async () => {
    const { core } = await simulatedCore({ speed: 0 })
    const started = core.models.start(caller(), { model })
    const failed = expect(started).rejects.toMatchObject({ code: 'superseded' })
    await expect.poll(async () => (await core.models.status(caller(), { model })).status).toBe('loading')
    await core.models.stop(caller(), { model })
    await failed
    expect((await core.models.status(caller(), { model })).status).toBe('available')
  })

  test('ends a start that has not come to its load', async () => {
    const { core } = await simulatedCore({ speed: 0 })
    const failed = expect(core.models.start(caller(), { model })).rejects.toMatchObject({ code: 'superseded' })
    // Saved settings are read; Ollama has not answered what is loaded.
    await nextTurn()
    await core.models.stop(caller(), { model })
    await failed
  })
})

test('a restart unloads and loads again', async () => {
  const { core, simulator } = await simulatedCore()
  await core.models.start(caller(), { model })
  const result = await core.models.restart(caller(), { model })
  expect(result).toMatchObject({ state: 'loaded', changed: true, message: `"${model}" was restarted.` })
  expect(simulator.loads.filter((load) => load.model === model)).toHaveLength(2)
})
