import { expect, test } from 'vitest'
import { readModelsSearch } from '../src/features/models/list/models-search.ts'

test('what an address says of the list is read; what makes no sense in it is left out', () => {
  const whole = { q: 'qwen', can: ['tools'], running: true, sort: 'size', desc: true, model: 'a:b', tab: 'memory' }
  expect(readModelsSearch(whole)).toEqual(whole)
  expect(readModelsSearch({ delete: 'a:b' })).toEqual({ delete: 'a:b' })
  // The router reads a number as one.
  expect(readModelsSearch({ q: 7 })).toEqual({ q: '7' })
  expect(readModelsSearch({ can: 'all', running: 'maybe', sort: 'colour', tab: {}, other: 1 })).toEqual({})
})
