import { expect, test } from 'vitest'
import { formatSize } from '../src/kernel/text/format-size.ts'

test.each([
  [0, '0 B'],
  [999, '999 B'],
  [1500, '1.5 KB'],
  [274_302_450, '274 MB'],
  [4_020_000_000, '4.0 GB'],
  [4_000_000_000, '4 GB'],
  [9_276_198_565, '9.3 GB'],
  [42_520_413_916, '42 GB'],
  [1_300_000_000_000, '1.3 TB'],
])('%d bytes are %s, as ollama list prints them', (bytes, text) => {
  expect(formatSize(bytes)).toBe(text)
})

test('an unknown size stays unknown', () => {
  expect(formatSize(null)).toBeNull()
})
