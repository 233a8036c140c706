import { expect, test } from 'vitest'
import { estimateTokens, roundEstimate } from '../src/features/chat/composer/estimate-tokens.ts'

test.each([
  ['', 0, 0],
  ['word '.repeat(60_000), 0, 75_000],
  ['Die Größe überrascht – „sehr“. '.repeat(100), 0, 775],
  ['今天天气很好'.repeat(100), 0, 480],
  ['Сколько это стоит? '.repeat(100), 0, 850],
  ['', 2, 1536],
])('%#: a text of about that many tokens', (text, images, tokens) => {
  expect(estimateTokens(text, images)).toBe(tokens)
})

test.each([
  [0, 0],
  [7, 7],
  [98, 98],
  [1549, 1500],
  [75_432, 75_000],
])('%i is told as %i', (tokens, told) => {
  expect(roundEstimate(tokens)).toBe(told)
})
