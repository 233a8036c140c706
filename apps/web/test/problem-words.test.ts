import { expect, test } from 'vitest'
import { problemWords } from '../src/features/admin/import/problem-words.ts'

test('a setting that is wrong in a file is called as the page calls it', () => {
  const problem = (path: string, message: string) => ({ model: 'a:1b', message: 'x', errors: [{ path, message }] })
  expect(problemWords(problem('/body/hf.co~1a~1b:1b/top_k', 'must be at least 0'))).toBe('Top k must be at least 0.')
  expect(problemWords(problem('/body/hf.co~1a~1b:1b/stop/0', 'is too long'))).toBe('Stop sequences is too long.')
  expect(problemWords(problem('/body/hf.co~1a~1b:1b/colour', 'is no setting'))).toBe('colour is no setting.')
  expect(problemWords(problem('/body/hf.co~1a~1b:1b', 'has no settings'))).toBe('The entry has no settings.')
  expect(problemWords({ model: 'a:1b', message: 'Two of one name.' })).toBe('Two of one name.')
})
