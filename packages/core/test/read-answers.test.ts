import { describe, expect, test } from 'vitest'
import { readInstalled, readLoaded, readPullLine, readShown, readVersion } from '../src/ollama/answers/read-answers.ts'
import { readChatLine } from '../src/ollama/answers/read-chat-line.ts'

const installed = (row: object) => readInstalled({ models: [{ name: 'a:1', ...row }] }).models[0]
const loaded = (row: object) => readLoaded({ models: [{ name: 'a:1', ...row }] }).models[0]
/** A line as it came is only passed on; what is read of it is told by its value. */
const noBytes = new Uint8Array()

describe('a time', () => {
  test.each([
    ['2026-11-23T05:42:02.611096734Z', '2026-11-23T05:42:02.611Z'],
    ['2026-11-23T05:42:02.611096734-07:00', '2026-11-23T12:42:02.611Z'],
    ['2318-04-12T01:00:00+02:00', '2318-04-11T23:00:00.000Z'],
    ['1970-01-01T00:00:00Z', '1970-01-01T00:00:00.000Z'],
  ])('%s is told in UTC', (written, told) => {
    expect(installed({ modified_at: written })?.modifiedAt).toBe(told)
    expect(loaded({ expires_at: written })?.expiresAt).toBe(told)
  })

  test.each([
    '0001-01-01T00:00:00Z',
    '0001-01-01T00:00:00-07:00',
    '1969-12-31T23:59:59Z',
    '2026-02-30T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '9999-12-31T23:59:59-10:00',
    'yesterday',
    '2026',
    `2026-11-23T05:42:02.${'1'.repeat(100_000)}Z`,
    1_764_000_000,
    null,
    {},
  ])('%j is not known', (written) => {
    expect(installed({ modified_at: written })?.modifiedAt).toBeNull()
    expect(loaded({ expires_at: written })?.expiresAt).toBeNull()
  })
})

test.each([-1, 1.5, 2 ** 53, 1e308, Number.POSITIVE_INFINITY, '4096', null, [4096], true])(
  'as a number of bytes or tokens %j is not known',
  (value) => {
    expect(installed({ size: value, context_length: value })).toMatchObject({ size: null, contextLength: null })
    expect(loaded({ size: value, size_vram: value, context_length: value })).toMatchObject({
      size: null,
      sizeVram: null,
      contextLength: null,
    })
    expect(readPullLine({ total: value, completed: value })).toMatchObject({ total: null, completed: null })
    expect(readChatLine({ eval_count: value, load_duration: value }, noBytes)).toMatchObject({
      completionTokens: null,
      loadDurationNs: null,
    })
  },
)

test('a context of 0 is one that Ollama does not know', () => {
  expect(installed({ context_length: 0, details: { context_length: 0 } })?.contextLength).toBeNull()
  expect(installed({ context_length: 0, details: { context_length: 8192 } })?.contextLength).toBe(8192)
  expect(loaded({ context_length: 0 })?.contextLength).toBeNull()
})

test('rows that cannot be shown or acted on are left out and counted, and the others stay as they are', () => {
  const rows = [
    { name: 'a:1' },
    { model: 'b:1' },
    null,
    [],
    'c:1',
    { name: '' },
    { name: 7 },
    { name: 'with\u0000null' },
    { name: 'half-\ud83d-of-a-character' },
    { name: '../../etc/passwd' },
    { name: 'a/b/c/d' },
    { name: 'x'.repeat(594) },
    { name: 'A:1' },
    { name: 'd:1', size: 'large', details: [], capabilities: 'all' },
  ]
  for (const read of [readInstalled, readLoaded]) {
    const { models, leftOut } = read({ models: rows })
    expect(models.map(({ name }) => name)).toEqual(['a:1', 'b:1', 'd:1'])
    expect(leftOut).toBe(11)
  }
})

test('a list has an end', () => {
  const rows = Array.from({ length: 20_000 }, (_, index) => ({ name: `m${index}:1` }))
  expect(readInstalled({ models: rows })).toMatchObject({ models: { length: 10_000 }, leftOut: 10_000 })
  expect(readLoaded({ models: rows })).toMatchObject({ models: { length: 1000 }, leftOut: 19_000 })
})

test('what a model says of itself is read as far as anybody could want to', () => {
  const endless = 'x'.repeat(2 * 1024 ** 2)
  const shown = readShown({
    license: endless,
    modelfile: endless,
    capabilities: Array(1000).fill('tools'),
    model_info: {
      'general.architecture': 'llama',
      'llama.unheard_of': 'passes through',
      'llama.attention.head_count_kv': [1, 2],
      'tokenizer.ggml.tokens': null,
      nested: { deeper: {} },
      'llama.endless': endless,
      'llama.mixed': [1, {}],
      'llama.infinite': Number.POSITIVE_INFINITY,
    },
  })
  expect([shown.license?.length, shown.modelfile?.length]).toEqual([1024 ** 2, 1024 ** 2])
  expect(shown.capabilities).toHaveLength(64)
  expect(shown.modelInfo).toEqual({
    'general.architecture': 'llama',
    'llama.unheard_of': 'passes through',
    'llama.attention.head_count_kv': [1, 2],
    'tokenizer.ggml.tokens': null,
  })
  const { status, digest } = readPullLine({ status: endless, digest: endless })
  expect([status.length, digest?.length]).toEqual([200, 100])
  expect(readVersion({ version: endless })).toBeNull()
})

test('of the tools that a model calls, those are kept that a conversation can go on with', () => {
  const call = { function: { name: 'weather', arguments: { city: 'Bern' } } }
  const broken = [
    null,
    3,
    {},
    { function: null },
    { function: { name: 7, arguments: {} } },
    { function: { name: 'x' } },
  ]
  const line = (tool_calls: unknown) => readChatLine({ message: { tool_calls } }, noBytes).toolCalls
  expect(line([...broken, call])).toEqual([call])
  expect(line(Array(300_000).fill(call))).toHaveLength(128)
  expect(line('weather')).toEqual([])
})
