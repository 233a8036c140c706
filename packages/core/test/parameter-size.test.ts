import { expect, test } from 'vitest'
import { catalogueFile } from '../src/catalogue/read-catalogue.ts'
import { parseParameterSize, weightsOf } from '../src/memory/parameter-size.ts'

test.each([
  ['8.0B', 8_000_000_000],
  ['671b', 671_000_000_000],
  ['1.5T', 1_500_000_000_000],
  ['751.63M', 751_630_000],
  ['12K', 12_000],
  ['8x7B', 56_000_000_000],
  [' 3.8B ', 3_800_000_000],
])('%s are %d parameters', (text, parameters) => {
  expect(parseParameterSize(text)).toBe(parameters)
})

test.each(['', 'large', 'B', '7 billion', 'x7B', '8x', '-1B'])('"%s" is no size', (text) => {
  expect(parseParameterSize(text)).toBeNull()
})

test('every size in the catalogue can be read', () => {
  for (const { parameter_size } of catalogueFile.models) expect(parseParameterSize(parameter_size)).toBeGreaterThan(0)
})

test.each([
  // Sizes of the library's manifests, as in the catalogue.
  ['llama3.1:8b', '8.0B', 'Q4_K_M', 4_920_753_328],
  ['qwen3:14b', '14.8B', 'Q4_K_M', 9_276_198_565],
  ['deepseek-r1:70b', '70.6B', 'Q4_K_M', 42_520_397_873],
  ['qwen3-embedding:0.6b', '595.78M', 'Q8_0', 639_150_858],
  ['nomic-embed-text', '137M', 'F16', 274_302_450],
])('the weights of %s follow from its size and quantisation within a tenth', (_, size, quantization, bytes) => {
  const weights = weightsOf(size, quantization) ?? 0
  expect(Math.abs(weights / bytes - 1)).toBeLessThan(0.1)
})

test('the weights are unknown where the size or the quantisation is', () => {
  expect(weightsOf('large', 'Q4_K_M')).toBeNull()
  expect(weightsOf('8B', 'unknown')).toBeNull()
})
