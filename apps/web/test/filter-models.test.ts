import { expect, test } from 'vitest'
import { countFilters, filterModels, parameterCount } from '../src/features/models/list/filter-models.ts'
import { availableModel } from './fixtures.ts'

const models = [
  availableModel('qwen3:14b', { has_tools: true, has_reasoning: true, size: 9_300_000_000 }),
  availableModel('llama3.1:8b', { has_tools: true, has_custom_settings: true, size: 4_900_000_000 }),
  availableModel('gemma3:12b', { has_vision: true, size: null, modified_at: null }),
  availableModel('nomic-embed-text:latest', {
    capabilities: ['embedding'],
    is_running: true,
    size: 274_000_000,
    details: { ...availableModel('').details, family: 'nomic-bert' },
  }),
]
const names = (search: Parameters<typeof filterModels>[1]) => filterModels(models, search).map(({ name }) => name)

test('what is loaded comes first, then by name', () => {
  expect(names({})).toEqual(['nomic-embed-text:latest', 'gemma3:12b', 'llama3.1:8b', 'qwen3:14b'])
})

test('every word and every capability must hold', () => {
  expect(names({ q: 'LLAMA 8b' })).toEqual(['llama3.1:8b'])
  expect(names({ can: ['tools'] })).toEqual(['llama3.1:8b', 'qwen3:14b'])
  expect(names({ can: ['tools', 'reasoning'] })).toEqual(['qwen3:14b'])
  expect(names({ can: ['embedding'], family: 'nomic-bert', running: true })).toEqual(['nomic-embed-text:latest'])
  expect(names({ customised: true })).toEqual(['llama3.1:8b'])
  expect(names({ q: 'absent' })).toEqual([])
})

test('what is not known stands last, in both directions', () => {
  expect(names({ sort: 'size' })).toEqual(['nomic-embed-text:latest', 'llama3.1:8b', 'qwen3:14b', 'gemma3:12b'])
  expect(names({ sort: 'size', desc: true }).at(-1)).toBe('gemma3:12b')
  expect(names({ sort: 'modified', desc: true }).at(-1)).toBe('gemma3:12b')
})

test('a filter says how many models it leaves', () => {
  expect(countFilters(models)).toEqual({
    running: 1,
    customised: 1,
    can: { vision: 1, tools: 2, reasoning: 1, embedding: 1 },
    families: ['llama', 'nomic-bert'],
  })
})

test.each([
  ['8.0B', 8e9],
  ['137M', 137e6],
  ['1.04T', 1.04e12],
  ['8x7B', 56e9],
  ['8X22b', 176e9],
  ['1.2.3B', 1.2],
  ['x7B', null],
  ['', null],
  [null, null],
])('%s parameters are %s', (text, count) => expect(parameterCount(text)).toBe(count))

test('a mixture of experts stands among models of its size', () => {
  const sized = (name: string, parameter_size: string) =>
    availableModel(name, { details: { ...availableModel('').details, parameter_size } })
  const some = [sized('mixtral', '8x7B'), sized('llama', '70B'), sized('gemma', '27B'), sized('qwen', '8.2B')]
  expect(filterModels(some, { sort: 'parameters' }).map(({ name }) => name)).toEqual([
    'qwen',
    'gemma',
    'mixtral',
    'llama',
  ])
})
