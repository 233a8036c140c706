import { expect, test } from 'vitest'
import { createInstances } from '../src/instances/instances.ts'
import { memoryUsage } from '../src/system/memory/memory-usage.ts'
import { caller, narrowedCaller } from './caller.ts'
import { hostFigures } from './recorded-history.ts'
import { loadedModel, refused, stubInstance } from './stub-ollama.ts'

const gpus = { vram: { total: 100, used: 60, free: 40, percent: 60 } }
const stats = (more: object = gpus) => ({
  ...hostFigures(1, more),
  gpus: [],
  cpu_percent: 1,
  sampled_at: '2026-01-01T00:00:00.000Z',
})

async function server(
  name: string,
  models: readonly [string, number, number][] | null,
  url = 'http://127.0.0.1:11434',
) {
  const loaded = async () =>
    models?.map(([model, size, sizeVram]) => loadedModel(model, { size, sizeVram })) ?? Promise.reject(refused())
  const { instance } = stubInstance({ loaded }, { name, url: new URL(url) })
  await instance.loaded.read()
  return instance
}

test('the memory of the host is that of each model, and the rest', async () => {
  const instances = createInstances([
    await server('first', [
      ['small', 10, 10],
      ['split', 40, 20],
    ]),
    await server('second', [['other', 12, 12]]),
    await server('far', [['remote', 50, 50]], 'http://gpu.example:11434'),
  ])
  const usage = memoryUsage(caller(), {}, { instances, stats: stats() })
  expect(usage).toMatchObject({
    system_ram: { total: 100, used: 50, available: 50, percent: 50 },
    system_vram: { total: 100, used: 60, available: 40, percent: 60 },
    unaccounted_vram: 18,
  })
  expect(usage.models).toEqual([
    { name: 'split', instance: 'first', size: 40, size_vram: 20, size_ram: 20, gpu_percent: 50 },
    { name: 'other', instance: 'second', size: 12, size_vram: 12, size_ram: 0, gpu_percent: 100 },
    { name: 'small', instance: 'first', size: 10, size_vram: 10, size_ram: 0, gpu_percent: 100 },
  ])
  const named = memoryUsage(caller(), { instance: 'second' }, { instances, stats: stats() })
  expect([named.models.map(({ name }) => name), named.unaccounted_vram]).toEqual([['other'], 18])
})

test('models that a key does not see are part of the rest', async () => {
  const instances = createInstances([
    await server('default', [
      ['a', 10, 10],
      ['b', 20, 20],
    ]),
  ])
  const usage = memoryUsage(narrowedCaller({ models: ['a'] }), {}, { instances, stats: stats() })
  expect([usage.models.map(({ name }) => name), usage.unaccounted_vram]).toEqual([['a'], 50])
})

test.each([
  ['a driver counts less than Ollama', [['a', 70, 70]], undefined, gpus, 0],
  ['Ollama does not answer', null, undefined, gpus, null],
  ['Ollama is elsewhere', [['a', 70, 70]], 'http://gpu.example:11434', gpus, null],
  ['no GPU has memory of its own', [['a', 70, 70]], undefined, {}, null],
] as [string, [string, number, number][] | null, string | undefined, object, number | null][])(
  'the rest where %s',
  async (_, models, url, host, rest) => {
    const instances = createInstances([await server('default', models, url)])
    expect(memoryUsage(caller(), {}, { instances, stats: stats(host) }).unaccounted_vram).toBe(rest)
  },
)
