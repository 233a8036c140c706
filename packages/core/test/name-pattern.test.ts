import { matchesPattern, modelPattern, patternName, plainPattern } from '@ollama-dashboard/contracts/name-pattern'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { coversPattern } from '../src/kernel/rights/covers-pattern.ts'

const matches = (pattern: string, name: string) => matchesPattern(modelPattern(pattern), patternName(name))

describe('a pattern matches', () => {
  test.each([
    ['llama3', 'llama3'],
    ['llama3', 'LLAMA3:latest'],
    ['llama3', 'registry.ollama.ai/library/llama3:latest'],
    ['llama3:latest', 'llama3'],
    ['registry.ollama.ai/library/llama3', 'llama3'],
    ['library/Llama3:8B', 'llama3:8b'],
    ['llama3.2:*', 'llama3.2:3b'],
    ['llama*', 'llama3.2:3b'],
    ['registry.ollama.ai/*', 'llama3'],
    ['registry.ollama.ai/*', 'team/model:1b'],
    ['registry.ollama.ai/library/*', 'llama3:8b'],
    ['hf.co/team/*', 'hf.co/Team/Model-GGUF:Q4_K_M'],
    ['*coder*', 'hf.co/team/Qwen-Coder:latest'],
    ['*', 'hf.co/team/model:1b'],
    ['localhost:5000/team/tiny', 'localhost:5000/team/tiny:latest'],
  ])('%s: %s', (pattern, name) => {
    expect(matches(pattern, name)).toBe(true)
  })
})

describe('a pattern does not match', () => {
  test.each([
    ['llama3', 'llama3:8b'],
    ['llama3', 'team/llama3'],
    ['llama3', 'llama33'],
    ['llama3.2:*', 'llama3.2-vision:11b'],
    ['llama*', 'team/llama3'],
    ['registry.ollama.ai/library/*', 'team/model'],
    ['registry.ollama.ai/library/*', 'hf.co/team/model:1b'],
    ['registry.ollama.ai/*', 'hf.co/team/model:1b'],
    ['library/*', 'hf.co/library/model:1b'],
    ['llama3.2', 'llama3x2'],
    ['ll[a]ma3', 'llama3'],
    ['llama.:latest', 'llama3'],
    ['ab*ba:latest', 'aba:latest'],
    ['', 'llama3'],
  ])('%s: %s', (pattern, name) => {
    expect(matches(pattern, name)).toBe(false)
  })
})

const text = fc.string({ unit: fc.constantFrom('a', 'b', ':'), maxLength: 12 })
const pattern = fc.string({ unit: fc.constantFrom('a', 'b', ':', '*'), maxLength: 12 })

test('a star stands for any text, and nothing else is special', () => {
  fc.assert(
    fc.property(pattern, text, (glob, name) => {
      const asExpression = new RegExp(`^${glob.replaceAll('*', '[^]*')}$`)
      expect(matchesPattern(plainPattern(glob), name)).toBe(asExpression.test(name))
    }),
    { numRuns: 2000 },
  )
})

test('what one pattern covers of another, it matches of each name', () => {
  fc.assert(
    fc.property(pattern, pattern, text, (outer, inner, name) => {
      if (!coversPattern(plainPattern(outer), plainPattern(inner))) return
      if (matchesPattern(plainPattern(inner), name)) expect(matchesPattern(plainPattern(outer), name)).toBe(true)
    }),
    { numRuns: 5000 },
  )
})

test.each([
  ['*', 'registry.ollama.ai/*', true],
  ['llama*', 'llama3.2:*', true],
  ['llama3', 'library/llama3:latest', true],
  ['llama*', 'registry.ollama.ai/library/llama3', true],
  ['hf.co/team/*', 'hf.co/team/a*:q4', true],
  ['llama3.2:*', 'llama*', false],
  ['registry.ollama.ai/*', '*', false],
  ['library/*', 'team/*', false],
  ['library/*', 'llama*', false],
  ['registry.ollama.ai/*', 'hf.co/team/model', false],
])('%s covers %s: %s', (outer, inner, isCovered) => {
  expect(coversPattern(modelPattern(outer), modelPattern(inner))).toBe(isCovered)
})
