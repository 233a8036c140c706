import { comparableName } from '@ollama-dashboard/contracts'
import { scenarios } from '@ollama-dashboard/ollama-sim'
import { expect, test } from 'vitest'
import { createCatalogue } from '../src/catalogue/catalogue.ts'
import { type CatalogueEntry, catalogueFile } from '../src/catalogue/read-catalogue.ts'
import { createInstances } from '../src/instances/instances.ts'
import type { HostMemory } from '../src/memory/host-memory.ts'
import { normalizeModelName } from '../src/ollama/model-name.ts'
import type { Ollama } from '../src/ollama/ollama.ts'
import { caller } from './caller.ts'
import { installedModel, refused, stubInstance } from './stub-ollama.ts'

const GB = 1e9

const entry = (name: string, more: Partial<CatalogueEntry> = {}): CatalogueEntry => ({
  name,
  description: 'A model.',
  parameter_size: '1B',
  size: GB,
  capabilities: ['completion'],
  context_length: 4096,
  best: false,
  source: 'https://example.org',
  ...more,
})

function catalogueOf(
  models: readonly CatalogueEntry[],
  answers: Partial<Ollama> = {},
  memory: () => HostMemory | null = () => null,
) {
  const { instance, clock } = stubInstance(answers)
  const instances = createInstances([instance])
  const file = { as_of: '2026-01-01', listing: '', models }
  return { clock, catalogue: createCatalogue({ instances, hostMemory: async () => memory(), file }) }
}

test('the file has 37 models and more, 18 of them and more in the short list', () => {
  expect(catalogueFile.as_of).toMatch(/^\d{4}-\d\d-\d\d$/)
  expect(catalogueFile.models.length).toBeGreaterThanOrEqual(37)
  expect(catalogueFile.models.filter(({ best }) => best).length).toBeGreaterThanOrEqual(18)
})

test('every name is from the library, in the form Ollama lists it, and unique', () => {
  const names = catalogueFile.models.map(({ name }) => name)
  for (const name of names) {
    expect(normalizeModelName(name)).toBe(name)
    expect(name).not.toContain('/')
  }
  expect(new Set(names.map(comparableName)).size).toBe(names.length)
})

const words = ['completion', 'tools', 'insert', 'vision', 'embedding', 'thinking', 'audio', 'image']

test.each(catalogueFile.models)('$name says where it is from, and nothing impossible', (model) => {
  expect(model.source).toMatch(/^https:\/\//)
  expect(model.description).toMatch(/^[A-Z].*\.$/)
  expect(words).toEqual(expect.arrayContaining([...model.capabilities]))
  expect(model.capabilities.includes('embedding')).not.toBe(model.capabilities.includes('completion'))
  expect(model.context_length ?? 512).toBeGreaterThanOrEqual(512)

  const [, count, unit] = /^([\d.]+)([MB])$/.exec(model.parameter_size) ?? []
  const bytesPerParameter = model.size / (Number(count) * (unit === 'M' ? 1e6 : 1e9))
  expect(bytesPerParameter).toBeGreaterThan(0.3)
  expect(bytesPerParameter).toBeLessThan(2.6)
})

test('every model of the catalogue can be pulled in the demo', () => {
  const offered = new Map(scenarios.home.registry.map(({ name, size }) => [name, size]))
  for (const { name, size } of catalogueFile.models) expect([name, offered.get(name)]).toEqual([name, size])
})

test('a model is found by words of its name and description, by capability and in the short list', async () => {
  const { catalogue } = catalogueOf([
    entry('qwen3:14b', { description: 'Thinks first.', capabilities: ['completion', 'thinking'], best: true }),
    entry('qwen3:0.6b', { description: 'Tiny, and thinks.', capabilities: ['completion', 'thinking'] }),
    entry('nomic-embed-text:latest', { capabilities: ['embedding'], best: true }),
  ])
  const found = async (query: Parameters<typeof catalogue.list>[1]) =>
    (await catalogue.list(caller(), query)).models.map(({ name }) => name)
  expect(await found({})).toHaveLength(3)
  expect(await found({ category: 'all' })).toHaveLength(3)
  expect(await found({ category: 'best' })).toEqual(['qwen3:14b', 'nomic-embed-text:latest'])
  expect(await found({ q: ' QWEN  thinks ' })).toEqual(['qwen3:14b', 'qwen3:0.6b'])
  expect(await found({ q: 'thinks', category: 'best' })).toEqual(['qwen3:14b'])
  expect(await found({ q: '' })).toHaveLength(3)
  expect(await found({ capability: 'embedding' })).toEqual(['nomic-embed-text:latest'])
  expect(await found({ capability: 'think' })).toEqual([])
})

test('what is installed is marked, however it is spelt', async () => {
  const { catalogue } = catalogueOf([entry('nomic-embed-text:latest'), entry('qwen3:14b'), entry('qwen3:8b')], {
    installed: async () => [installedModel('registry.ollama.ai/library/Nomic-Embed-Text'), installedModel('qwen3:14b')],
  })
  expect((await catalogue.list(caller())).models.map(({ installed }) => installed)).toEqual([true, true, false])
})

test('while Ollama is unreachable the catalogue shows the last known installed models', async () => {
  const down = catalogueOf([entry('a:latest')], { installed: async () => Promise.reject(refused()) })
  expect((await down.catalogue.list(caller())).models).toMatchObject([{ name: 'a:latest', installed: false }])

  let up = true
  const left = catalogueOf([entry('a:latest')], {
    installed: async () => (up ? [installedModel('a:latest')] : Promise.reject(refused())),
  })
  await left.catalogue.list(caller())
  up = false
  await left.clock.advance(60_000)
  expect((await left.catalogue.list(caller())).models).toMatchObject([{ installed: true }])
})

test.each([
  ['partly', { vramBytes: 8 * GB, ramBytes: 9 * GB, gpuCount: 1 }],
  ['no', { vramBytes: null, ramBytes: 10.5 * GB, gpuCount: 0 }],
  [null, null],
] as const)('10 GB fit: %s, with %j', async (fits, memory) => {
  const { catalogue } = catalogueOf([entry('a:latest', { size: 10 * GB })], {}, () => memory)
  expect((await catalogue.list(caller())).models[0]?.fits).toBe(fits)
})

test('the same list object comes back until something in it changes', async () => {
  let installed = [installedModel('a:latest')]
  let ramBytes = 8 * GB
  const memory = () => ({ vramBytes: null, ramBytes, gpuCount: 0 })
  const { catalogue, clock } = catalogueOf(
    [entry('a:latest'), entry('b:latest')],
    { installed: async () => installed },
    memory,
  )
  const first = await catalogue.list(caller())
  ramBytes = 7 * GB
  await clock.advance(60_000)
  expect(await catalogue.list(caller(), { category: 'all' })).toBe(first)
  expect(await catalogue.list(caller(), { category: 'best' })).toBe(
    await catalogue.list(caller(), { category: 'best' }),
  )

  ramBytes = 1 * GB
  const tight = await catalogue.list(caller())
  expect(tight.models[0]?.fits).toBe('no')
  installed = [...installed, installedModel('b:latest')]
  await clock.advance(60_000)
  const now = await catalogue.list(caller())
  expect(now).not.toBe(tight)
  expect(now.models.map((model) => model.installed)).toEqual([true, true])
})
