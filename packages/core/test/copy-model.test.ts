import { describe, expect, test } from 'vitest'
import { caller } from './caller.ts'
import { simulatedCore } from './simulated.ts'

const model = 'llama3.2:3b'

const withPath = 'hf.co/unsloth/Qwen3-30B-A3B-Instruct-2507-GGUF:Q4_K_M'
const namesOf = ({ models }: { models: readonly { name: string }[] }) => models.map(({ name }) => name)

describe('copy', () => {
  test('gives a model a second name and tells of it', async () => {
    const { core } = await simulatedCore()
    expect(await core.models.copy(caller(), { source: withPath, destination: 'Mine/qwen' })).toEqual({
      success: true,
      message: `"${withPath}" is copied to "Mine/qwen:latest".`,
      source: withPath,
      destination: 'Mine/qwen:latest',
    })
    expect(namesOf(await core.models.available(caller()))).toContain('Mine/qwen:latest')
    expect(core.events.recent(caller(), { limit: 1 })[0]).toMatchObject({
      type: 'model.copied',
      model: 'Mine/qwen:latest',
      by: 'laptop',
      detail: `Copied from "${withPath}".`,
    })
  })

  test('of a model that is not installed is refused', async () => {
    const { core } = await simulatedCore()
    await expect(core.models.copy(caller(), { source: 'absent', destination: 'second' })).rejects.toMatchObject({
      code: 'model_not_found',
    })
  })

  test.each([model, 'library/QWEN3:14b'])(
    'to the installed %s is refused, for Ollama would overwrite it',
    async (destination) => {
      const { core, simulator } = await simulatedCore()
      await expect(core.models.copy(caller(), { source: model, destination })).rejects.toMatchObject({
        code: 'model_exists',
      })
      expect(simulator.requests.some(({ path }) => path === '/api/copy')).toBe(false)
    },
  )

  test('of two models to one name at once succeeds for one alone', async () => {
    const { core } = await simulatedCore()
    const both = await Promise.allSettled([
      core.models.copy(caller(), { source: model, destination: 'second' }),
      core.models.copy(caller(), { source: 'qwen3:14b', destination: 'SECOND' }),
    ])
    expect(both.map(({ status }) => status)).toEqual(['fulfilled', 'rejected'])
    expect(both[1]).toMatchObject({ reason: { code: 'model_exists' } })
  })

  test('is repeated when the connection breaks', async () => {
    const { core, simulator } = await simulatedCore()
    simulator.faults.add({ path: '/api/copy', kind: 'reset', count: 1 })
    expect(await core.models.copy(caller(), { source: model, destination: 'second' })).toMatchObject({
      destination: 'second:latest',
    })
    expect(simulator.requests.filter(({ path }) => path === '/api/copy')).toHaveLength(2)
  })
})
