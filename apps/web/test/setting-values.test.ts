import { settingBounds, textBounds } from 'virtual:setting-bounds'
import { ModelSettings } from '@ollama-dashboard/contracts'
import { expect, test } from 'vitest'
import { isSameValue, readSetting, textOf, unitOf } from '../src/features/models/fields/setting-values.ts'

test.each([
  ['temperature', ' 2 ', 2],
  ['temperature', '0,7', 0.7],
  ['num_ctx', '32,768', 32_768],
  ['num_ctx', '16.384', 16_384],
  ['num_ctx', '16 384', 16_384],
  ['num_ctx', '16k', 16_384],
  ['num_ctx', '1,5 K', 1536],
  ['seed', '-1', -1],
  ['keep_alive', '-1', -1],
  ['keep_alive', '1h30m', '1h30m'],
  ['keep_alive', '-1m', '-1m'],
  ['think', 'false', false],
  ['think', 'high', 'high'],
  ['system', ' Be brief. ', ' Be brief. '],
  ['stop', '<|end|>\n\nUser:', ['<|end|>', 'User:']],
  ['stop', '🙂'.repeat(256), ['🙂'.repeat(256)]],
  ['system', '🙂'.repeat(32_768), '🙂'.repeat(32_768)],
  ['stop', '\\nUser:\n\\\\n', ['\nUser:', '\\n']],
] as const)('%s %j is saved as %j', (field, text, value) => {
  expect(readSetting(field, text)).toEqual({ value })
})

test.each([
  ['temperature', '2.1', 'Between 0 and 2.'],
  ['temperature', 'warm', 'Enter a number.'],
  ['num_ctx', '128', 'Between 256 and 1,048,576.'],
  ['num_ctx', '4096.5', 'Enter a whole number.'],
  ['num_ctx', '32,76', 'Enter a number.'],
  ['temperature', '1k', 'Enter a number.'],
  ['keep_alive', '5 m', 'Enter seconds, or a duration such as 5m or 1h30m.'],
  ['keep_alive', '1e12', 'Duration too long.'],
  ['stop', 'abcdefghijk'.split('').join('\n'), 'Max 10 sequences, currently 11.'],
  ['stop', `a\n${'b'.repeat(257)}`, 'Line 2 has more than 256 characters.'],
  ['system', 'x'.repeat(32_769), 'Max 32,768 characters, currently 32,769.'],
] as const)('%s %j says what is wrong', (field, text, problem) => {
  expect(readSetting(field, text)).toEqual({ problem })
})

test('an empty field takes away what is saved', () => {
  for (const field of ['num_ctx', 'keep_alive', 'stop', 'system', 'think'] as const)
    expect(readSetting(field, '  ')).toEqual({ value: null })
})

test('what is shown of a value is read as that value again', () => {
  const values = { num_ctx: 4096, top_p: 0.95, keep_alive: '5m', stop: ['\n\n', 'a\\nb', '\tc'], think: true } as const
  for (const [field, value] of Object.entries(values) as [keyof typeof values, unknown][])
    expect(readSetting(field, textOf(field, value))).toEqual({ value })
  expect(textOf('num_ctx', null)).toBe('')
})

test('limits are those of the contract', () => {
  const { stop, system } = ModelSettings.properties
  expect([textBounds.stopWords, textBounds.stopWordLength]).toEqual([stop.maxItems, stop.items.maxLength])
  expect(textBounds.systemLength).toBe(system.maxLength)
  expect(settingBounds.num_ctx).toEqual({ minimum: 256, maximum: 1_048_576, isWhole: true })
})

test('a field says its unit, or its bounds', () => {
  expect(unitOf('num_ctx')).toBe('tokens')
  expect(unitOf('top_k')).toBe('0 to 1,000')
  expect(unitOf('seed')).toBe('-1 or more')
  expect(unitOf('stop')).toBeNull()
})

test('none is the same as none, and a list the same as an equal one', () => {
  expect(isSameValue(null, undefined)).toBe(true)
  expect(isSameValue(['a'], ['a'])).toBe(true)
  expect(isSameValue(0, null)).toBe(false)
  expect(isSameValue(1, '1')).toBe(false)
})
