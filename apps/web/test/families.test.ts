import type { CatalogueModel } from '@ollama-dashboard/contracts'
import { expect, test } from 'vitest'
import { familiesOf } from '../src/features/library/families.ts'

const entry = (name: string, differing: Partial<CatalogueModel> = {}): CatalogueModel => ({
  name,
  description: 'A model.',
  parameter_size: '8B',
  size: 5_000_000_000,
  capabilities: ['completion', 'tools'],
  context_length: 131_072,
  installed: false,
  fits: 'yes',
  best: false,
  ...differing,
})
const entries = [
  entry('qwen3:8b'),
  entry('qwen3:14b', { best: true, capabilities: ['completion', 'thinking'] }),
  entry('llama3.3:70b', { fits: 'no' }),
  entry('bge-m3:567m', { best: true, capabilities: ['embedding'], description: 'Embeddings of many languages.' }),
]
const shown = (search: Parameters<typeof familiesOf>[1]) =>
  familiesOf(entries, search).map(({ base, models }) => [base, models.map(({ name }) => name)])

test('the short list has the best sizes first; all has the rest too', () => {
  expect(shown({})).toEqual([
    ['qwen3', ['qwen3:14b', 'qwen3:8b']],
    ['bge-m3', ['bge-m3:567m']],
  ])
  expect(shown({ all: true }).map(([base]) => base)).toEqual(['qwen3', 'llama3.3', 'bge-m3'])
})

test('whoever searches looks in all of it, by name, description, ability and fit', () => {
  expect(shown({ q: 'LLAMA' })).toEqual([['llama3.3', ['llama3.3:70b']]])
  expect(shown({ q: 'many languages' })).toEqual([['bge-m3', ['bge-m3:567m']]])
  expect(shown({ q: 'qwen', can: ['reasoning'] })).toEqual([['qwen3', ['qwen3:14b']]])
  expect(shown({ all: true, fits: true }).map(([base]) => base)).toEqual(['qwen3', 'bge-m3'])
})
