import { describe, expect, test } from 'vitest'
import { fakeClock } from './fake-clock.ts'
import { caller, simulatedCore } from './simulated.ts'

const model = 'llama3.2:3b'
const size = 2_019_393_189
const withPath = 'hf.co/unsloth/Qwen3-30B-A3B-Instruct-2507-GGUF:Q4_K_M'
const namesOf = ({ models }: { models: readonly { name: string }[] }) => models.map(({ name }) => name)

describe('delete', () => {
  test('takes a model out of every list, and tells what it freed and who asked', async () => {
    const { core, simulator } = await simulatedCore()
    const result = await core.models.delete(model.toUpperCase(), caller())
    expect(result).toEqual({
      success: true,
      message: `"${model}" is deleted. It freed 2.0 GB.`,
      model,
      freed_bytes: size,
      settings_removed: false,
    })
    expect(namesOf(await core.models.available())).not.toContain(model)
    expect(core.events.recent(1)[0]).toMatchObject({
      type: 'model.deleted',
      instance: 'default',
      model,
      by: 'laptop',
      detail: 'It freed 2.0 GB.',
    })
    const sent = simulator.requests.filter(({ path }) => path === '/api/delete')
    expect(sent).toHaveLength(1)
    expect((await core.models.status(model)).status).toBe('not_found')
  })

  test('of a model that is not installed says so, and sends nothing', async () => {
    const { core, simulator } = await simulatedCore()
    await expect(core.models.delete('absent', caller())).rejects.toMatchObject({
      code: 'model_not_found',
      hint: 'Check the name; perhaps it was deleted before.',
    })
    expect(simulator.requests.some(({ method }) => method === 'DELETE')).toBe(false)
  })

  test('takes a name with host and namespace', async () => {
    const { core } = await simulatedCore()
    expect((await core.models.delete(withPath, caller())).model).toBe(withPath)
    expect(namesOf(await core.models.available())).not.toContain(withPath)
  })

  test('unloads a running model first', async () => {
    const { core, simulator } = await simulatedCore()
    await core.models.start(model, {}, caller())
    expect((await core.models.deletePreview(model, caller())).is_running).toBe(true)
    await core.models.delete(model, caller())
    expect(namesOf(await core.models.running())).not.toContain(model)
    const sent = simulator.requests.filter(({ method }) => method !== 'GET').map(({ path }) => path)
    expect(sent.lastIndexOf('/api/generate')).toBeLessThan(sent.indexOf('/api/delete'))
    expect(core.events.recent(3).map(({ type }) => type)).toEqual([
      'model.deleted',
      'model.unloaded',
      'model.unloading',
    ])
  })

  test('of a copy leaves the model that runs alone', async () => {
    const { core } = await simulatedCore()
    await core.models.start(model, {}, caller())
    await core.models.copy(model, 'second', caller())
    expect((await core.models.deletePreview('second', caller())).is_running).toBe(false)
    await core.models.delete('second', caller())
    expect(namesOf(await core.models.running())).toContain(model)
  })

  test('ends a load that is under way, and tells those who wait for it', async () => {
    const { core } = await simulatedCore({ speed: 0 })
    const failed = expect(core.models.start(model, {}, caller())).rejects.toMatchObject({ code: 'superseded' })
    await expect.poll(async () => (await core.models.status(model)).status).toBe('loading')
    await core.models.delete(model, caller())
    await failed
    expect(namesOf(await core.models.available())).not.toContain(model)
  })

  test('asked twice at once is done once, and both are told', async () => {
    const { core, simulator } = await simulatedCore()
    const [first, second] = await Promise.all([
      core.models.delete(model, caller()),
      core.models.delete(`${model.toUpperCase()}`, caller()),
    ])
    expect(second).toEqual(first)
    expect(simulator.requests.filter(({ method }) => method === 'DELETE')).toHaveLength(1)
  })

  test('is sent again while the model is still listed', async () => {
    const clock = fakeClock()
    const { core, simulator } = await simulatedCore({}, { clock })
    simulator.faults.add({ path: '/api/delete', kind: 'reset', count: 1 })
    const deleted = core.models.delete(model, caller())
    const sent = () => simulator.requests.filter(({ method }) => method === 'DELETE').length
    await expect.poll(() => clock.advance(1000).then(sent)).toBe(2)
    expect(await deleted).toMatchObject({ success: true, freed_bytes: size })
    expect(sent()).toBe(2)
  })

  test('goes on when its caller leaves once it was sent', async () => {
    const { core, simulator } = await simulatedCore({ speed: 0 })
    const leaving = new AbortController()
    simulator.faults.add({ path: '/api/delete', kind: 'slow_headers', count: 1 })
    const left = expect(core.models.delete(model, caller(leaving.signal))).rejects.toThrow('tab closed')
    await expect.poll(() => simulator.requests.some(({ method }) => method === 'DELETE')).toBe(true)
    leaving.abort(new Error('tab closed'))
    await left
    simulator.setSpeed(1000)
    await expect.poll(() => core.events.recent(1)[0]).toMatchObject({ type: 'model.deleted', model })
    expect(namesOf(await core.models.available())).not.toContain(model)
  })
})

describe('a preview', () => {
  test('tells what would go, and changes nothing', async () => {
    const { core, simulator } = await simulatedCore()
    expect(await core.models.deletePreview(model, caller())).toEqual({
      model,
      size,
      freed_bytes: size,
      shared_with: [],
      is_running: false,
    })
    expect(simulator.requests.some(({ method }) => method === 'DELETE')).toBe(false)
  })

  test('of a model that is not installed is refused', async () => {
    const { core } = await simulatedCore()
    await expect(core.models.deletePreview('absent', caller())).rejects.toMatchObject({ code: 'model_not_found' })
  })

  test('and the deletion of a copy free nothing', async () => {
    const { core } = await simulatedCore()
    await core.models.copy(model, 'second', caller())
    expect(await core.models.deletePreview('second', caller())).toMatchObject({ freed_bytes: 0, shared_with: [model] })
    expect(await core.models.delete('second', caller())).toMatchObject({
      freed_bytes: 0,
      message: '"second:latest" is deleted. Its layers stay for other models.',
    })
    expect(await core.models.deletePreview(model, caller())).toMatchObject({ freed_bytes: size, shared_with: [] })
  })
})

describe('copy', () => {
  test('gives a model a second name and tells of it', async () => {
    const { core } = await simulatedCore()
    expect(await core.models.copy(withPath, 'Mine/qwen', caller())).toEqual({
      success: true,
      message: `"${withPath}" is copied to "Mine/qwen:latest".`,
      source: withPath,
      destination: 'Mine/qwen:latest',
    })
    expect(namesOf(await core.models.available())).toContain('Mine/qwen:latest')
    expect(core.events.recent(1)[0]).toMatchObject({
      type: 'model.copied',
      model: 'Mine/qwen:latest',
      by: 'laptop',
      detail: `Copied from "${withPath}".`,
    })
  })

  test('of a model that is not installed is refused', async () => {
    const { core } = await simulatedCore()
    await expect(core.models.copy('absent', 'second', caller())).rejects.toMatchObject({ code: 'model_not_found' })
  })

  test.each([model, model.toUpperCase(), 'qwen3:14b', 'library/QWEN3:14b'])(
    'to the installed %s is refused, for Ollama would overwrite it',
    async (destination) => {
      const { core, simulator } = await simulatedCore()
      await expect(core.models.copy(model, destination, caller())).rejects.toMatchObject({ code: 'model_exists' })
      expect(simulator.requests.some(({ path }) => path === '/api/copy')).toBe(false)
    },
  )

  test('of two models to one name at once succeeds for one alone', async () => {
    const { core } = await simulatedCore()
    const both = await Promise.allSettled([
      core.models.copy(model, 'second', caller()),
      core.models.copy('qwen3:14b', 'SECOND', caller()),
    ])
    expect(both.map(({ status }) => status)).toEqual(['fulfilled', 'rejected'])
    expect(both[1]).toMatchObject({ reason: { code: 'model_exists' } })
  })

  test('is repeated when the connection breaks', async () => {
    const { core, simulator } = await simulatedCore()
    simulator.faults.add({ path: '/api/copy', kind: 'reset', count: 1 })
    expect(await core.models.copy(model, 'second', caller())).toMatchObject({ destination: 'second:latest' })
    expect(simulator.requests.filter(({ path }) => path === '/api/copy')).toHaveLength(2)
  })
})
