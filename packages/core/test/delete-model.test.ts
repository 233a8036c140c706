import { describe, expect, test } from 'vitest'
import { caller } from './caller.ts'
import { fakeClock } from './fake-clock.ts'
import { simulatedCore } from './simulated.ts'

const model = 'llama3.2:3b'
const size = 2_019_393_189

const namesOf = ({ models }: { models: readonly { name: string }[] }) => models.map(({ name }) => name)

describe('delete', () => {
  test('takes a model out of every list, and tells what it freed and who asked', async () => {
    const { core, simulator } = await simulatedCore()
    const result = await core.models.delete(caller(), { model: model.toUpperCase() })
    expect(result).toEqual({
      success: true,
      message: `"${model}" is deleted. It freed 2.0 GB.`,
      model,
      freed_bytes: size,
      settings_removed: false,
    })
    expect(namesOf(await core.models.available(caller()))).not.toContain(model)
    expect(core.events.recent(caller(), { limit: 1 })[0]).toMatchObject({
      type: 'model.deleted',
      instance: 'default',
      model,
      by: 'laptop',
      detail: 'It freed 2.0 GB.',
    })
    const sent = simulator.requests.filter(({ path }) => path === '/api/delete')
    expect(sent).toHaveLength(1)
    expect((await core.models.status(caller(), { model })).status).toBe('not_found')
  })

  test('of a model that is not installed says so, and sends nothing', async () => {
    const { core, simulator } = await simulatedCore()
    await expect(core.models.delete(caller(), { model: 'absent' })).rejects.toMatchObject({
      code: 'model_not_found',
      hint: 'Check the name; it may already be deleted.',
    })
    expect(simulator.requests.some(({ method }) => method === 'DELETE')).toBe(false)
  })

  test('unloads a running model first', async () => {
    const { core, simulator } = await simulatedCore()
    await core.models.start(caller(), { model })
    expect((await core.models.deletePreview(caller(), { model })).is_running).toBe(true)
    await core.models.delete(caller(), { model })
    expect(namesOf(await core.models.running(caller()))).not.toContain(model)
    const sent = simulator.requests.filter(({ method }) => method !== 'GET').map(({ path }) => path)
    expect(sent.lastIndexOf('/api/generate')).toBeLessThan(sent.indexOf('/api/delete'))
    expect(core.events.recent(caller(), { limit: 3 }).map(({ type }) => type)).toEqual([
      'model.deleted',
      'model.unloaded',
      'model.unloading',
    ])
  })

  test('of a copy leaves the model that runs alone', async () => {
    const { core } = await simulatedCore()
    await core.models.start(caller(), { model })
    await core.models.copy(caller(), { source: model, destination: 'second' })
    expect((await core.models.deletePreview(caller(), { model: 'second' })).is_running).toBe(false)
    await core.models.delete(caller(), { model: 'second' })
    expect(namesOf(await core.models.running(caller()))).toContain(model)
  })

  test('ends a load that is under way, and tells those who wait for it', async () => {
    const { core } = await simulatedCore({ speed: 0 })
    const failed = expect(core.models.start(caller(), { model })).rejects.toMatchObject({ code: 'superseded' })
    await expect.poll(async () => (await core.models.status(caller(), { model })).status).toBe('loading')
    await core.models.delete(caller(), { model })
    await failed
    expect(namesOf(await core.models.available(caller()))).not.toContain(model)
  })

  test('asked twice at once is done once, and both are told', async () => {
    const { core, simulator } = await simulatedCore()
    const [first, second] = await Promise.all([
      core.models.delete(caller(), { model }),
      core.models.delete(caller(), { model: `${model.toUpperCase()}` }),
    ])
    expect(second).toEqual(first)
    expect(simulator.requests.filter(({ method }) => method === 'DELETE')).toHaveLength(1)
  })

  test('is sent again while the model is still listed', async () => {
    const clock = fakeClock()
    const { core, simulator } = await simulatedCore({}, { clock })
    simulator.faults.add({ path: '/api/delete', kind: 'reset', count: 1 })
    const deleted = core.models.delete(caller(), { model })
    const sent = () => simulator.requests.filter(({ method }) => method === 'DELETE').length
    await expect.poll(() => clock.advance(1000).then(sent)).toBe(2)
    expect(await deleted).toMatchObject({ success: true, freed_bytes: size })
    expect(sent()).toBe(2)
  })

  test('goes on when its caller leaves once it was sent', async () => {
    const { core, simulator } = await simulatedCore({ speed: 0 })
    const leaving = new AbortController()
    simulator.faults.add({ path: '/api/delete', kind: 'slow_headers', count: 1 })
    const left = expect(core.models.delete(caller(leaving.signal), { model })).rejects.toThrow('tab closed')
    await expect.poll(() => simulator.requests.some(({ method }) => method === 'DELETE')).toBe(true)
    leaving.abort(new Error('tab closed'))
    await left
    simulator.setSpeed(1000)
    await expect
      .poll(() => core.events.recent(caller(), { limit: 1 })[0])
      .toMatchObject({ type: 'model.deleted', model })
    expect(namesOf(await core.models.available(caller()))).not.toContain(model)
  })
})

describe('a preview', () => {
  test('tells what would go, and changes nothing', async () => {
    const { core, simulator } = await simulatedCore()
    expect(await core.models.deletePreview(caller(), { model })).toEqual({
      model,
      size,
      freed_bytes: size,
      shared_with: [],
      is_running: false,
      saved_settings: null,
    })
    expect(simulator.requests.some(({ method }) => method === 'DELETE')).toBe(false)
  })

  test('of a model that is not installed is refused', async () => {
    const { core } = await simulatedCore()
    await expect(core.models.deletePreview(caller(), { model: 'absent' })).rejects.toMatchObject({
      code: 'model_not_found',
    })
  })

  test('and the deletion of a copy free nothing', async () => {
    const { core } = await simulatedCore()
    await core.models.copy(caller(), { source: model, destination: 'second' })
    expect(await core.models.deletePreview(caller(), { model: 'second' })).toMatchObject({
      freed_bytes: 0,
      shared_with: [model],
    })
    expect(await core.models.delete(caller(), { model: 'second' })).toMatchObject({
      freed_bytes: 0,
      message: '"second:latest" is deleted. Its layers are shared with other models and stay.',
    })
    expect(await core.models.deletePreview(caller(), { model })).toMatchObject({ freed_bytes: size, shared_with: [] })
  })
})
