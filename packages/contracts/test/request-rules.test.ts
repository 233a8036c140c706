import type { TSchema } from '@sinclair/typebox'
import { TypeCompiler } from '@sinclair/typebox/compiler'
import { expect, test } from 'vitest'
import { contract, ListedModelName, ModelName } from '../src/index.ts'
import { KeepAlive, ModelSettings } from '../src/model-settings.ts'

const accepts = (schema: TSchema, value: unknown) => TypeCompiler.Compile(schema).Check(value)

const long = (length: number) => 'a'.repeat(length)

test.each([
  'llama3',
  'llama3.2:3b',
  'library/llama3:latest',
  'hf.co/org/model:Q4_K_M',
  'registry.ollama.ai/library/x:latest',
  '127.0.0.1:5050/library/tiny:latest',
  '_x:1',
  `${long(80)}:${long(80)}`,
])('a model may be called %s', (name) => {
  expect(accepts(ModelName, name)).toBe(true)
})

test.each([
  ['nothing', ''],
  ['a path upwards', '../../etc/passwd'],
  ['two dots inside', 'a..b'],
  ['a leading slash', '/llama3'],
  ['a trailing slash', 'llama3/'],
  ['a leading dot', '.hidden'],
  ['a leading hyphen', '-x'],
  ['a newline', 'llama3\n'],
  ['a control character', 'llama\u0007'],
  ['a space', 'llama 3'],
  ['an empty tag', 'llama3:'],
  ['two tags', 'llama3:a:b'],
  ['a dot in the namespace', 'hf.co/model'],
  ['four parts', 'a/b/c/d'],
  ['a scheme', 'https://hf.co/org/model'],
  ['letters beyond ASCII', 'llamä'],
  ['4 KB of a', long(4096)],
  ['a model of 81 characters', long(81)],
  ['a tag of 81 characters', `a:${long(81)}`],
])('a name with %s is refused', (_, name) => {
  expect(accepts(ModelName, name)).toBe(false)
})

test.each(['llama3.2:3b', 'hf.co/some.user/M-GGUF:Q4', 'llama3:a:b', 'llamä', '@cf/meta/llama'])(
  'a server may list %s',
  (name) => {
    expect(accepts(ListedModelName, name)).toBe(true)
  },
)

test.each([
  '',
  '../../etc/passwd',
  '/llama3',
  'llama3/',
  '.hidden',
  'a/b/c/d',
  'llama3\n',
  'a\u0000',
  'a%2e',
  'a\\b',
  ' a',
  'a ',
  'llama 3',
  'a..b',
  long(594),
])('no server lists %j', (name) => {
  expect(accepts(ListedModelName, name)).toBe(false)
})

test.each([
  ...[0, -1, 1.5, 300, '5m', '1h30m', '-1m', '0', '1.5h', '100ms', '.5s', '1.s', '2540400h', '1h2m3s4ms5us6µs7μs8ns'],
  // The most that Go holds.
  ...['2562047h47m16.854775807s', '-2562047h47m16.854775807s', '9223372036854775807ns'],
])('keep_alive takes %s', (value) => {
  expect(accepts(KeepAlive, value)).toBe(true)
})

test.each([
  ...['300', '-1', '', 'm', '5 m', 'forever', '5d', true, null, Number.NaN, '1s\n'],
  ...['9999999h', '-9999999h', '2562047h47m16.854775808s', '9223372036854775808ns', `${'9'.repeat(63)}h`],
])('keep_alive refuses %s', (value) => {
  expect(accepts(KeepAlive, value)).toBe(false)
})

const bounds: [keyof ModelSettings & string, number, number][] = [
  ['temperature', 0, 2],
  ['top_k', 0, 1000],
  ['top_p', 0, 1],
  ['min_p', 0, 1],
  ['typical_p', 0, 1],
  ['num_ctx', 256, 1_048_576],
  ['num_predict', -2, 1_048_576],
  ['repeat_last_n', -1, 1_048_576],
  ['repeat_penalty', 0, 2],
  ['presence_penalty', -2, 2],
  ['frequency_penalty', -2, 2],
  ['seed', -1, 2 ** 31 - 1],
]

test.each(bounds)('%s lies between %d and %d', (field, minimum, maximum) => {
  expect(accepts(ModelSettings, { [field]: minimum })).toBe(true)
  expect(accepts(ModelSettings, { [field]: maximum })).toBe(true)
  expect(accepts(ModelSettings, { [field]: minimum - 1 })).toBe(false)
  expect(accepts(ModelSettings, { [field]: maximum + 1 })).toBe(false)
  expect(accepts(ModelSettings, { [field]: String(minimum) })).toBe(false)
})

test('settings refuse an unknown key, eleven stop words, and a long system prompt', () => {
  expect(accepts(ModelSettings, { temprature: 1 })).toBe(false)
  expect(accepts(ModelSettings, { stop: Array(10).fill('x') })).toBe(true)
  expect(accepts(ModelSettings, { stop: Array(11).fill('x') })).toBe(false)
  expect(accepts(ModelSettings, { stop: [long(257)] })).toBe(false)
  expect(accepts(ModelSettings, { system: long(32_769) })).toBe(false)
  expect(accepts(ModelSettings, { think: 'max' })).toBe(true)
  expect(accepts(ModelSettings, { think: 'more' })).toBe(false)
})

test('a range of statistics is one of four words', () => {
  const { query } = contract.system.statsHistory
  expect(accepts(query, { range: '24h' })).toBe(true)
  expect(accepts(query, { range: '25h' })).toBe(false)
})

test.each([
  ['stop', 256],
  ['system', 32_768],
])('%s may have %d characters, however many units a computer stores them in', (field, most) => {
  const settings = (text: string) => ({ [field]: field === 'stop' ? [text] : text })
  for (const character of ['a', '短', '🙂']) {
    expect(accepts(ModelSettings, settings(character.repeat(most)))).toBe(true)
    expect(accepts(ModelSettings, settings(character.repeat(most + 1)))).toBe(false)
  }
})
