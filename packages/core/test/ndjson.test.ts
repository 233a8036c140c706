import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readNdjson } from '../src/ollama/answers/ndjson.ts'

async function* cut(bytes: Uint8Array, sizes: readonly number[]) {
  let at = 0
  for (const size of sizes) {
    yield bytes.subarray(at, at + size)
    at += size
  }
  yield bytes.subarray(at)
}

const read = async (source: AsyncIterable<Uint8Array>, limit?: number) =>
  Array.fromAsync(readNdjson(source, limit), ({ value }) => value)
const bytesOf = (text: string) => new TextEncoder().encode(text)

test('the same values come out however the bytes are cut', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ text: fc.string({ unit: 'grapheme' }), n: fc.integer() }), { maxLength: 8 }),
      fc.array(fc.nat({ max: 7 }), { maxLength: 60 }),
      fc.constantFrom('\n', '\r\n', '\n\n'),
      fc.boolean(),
      async (values, sizes, newline, isClosed) => {
        const text = values.map((value) => JSON.stringify(value)).join(newline) + (isClosed ? newline : '')
        expect(await read(cut(bytesOf(text), sizes))).toEqual(values)
      },
    ),
  )
})

test('each value comes with the bytes of its line, with every member and blank as it was', async () => {
  const lines = ['{"n":1.0,"x":{ "y" : 1e3 }}\r\n', '{"t":"\\u00e9\u00e9"}\n', '[9007199254740993]']
  const cuts = [3, 1, 20, 14, 2]
  const read = await Array.fromAsync(readNdjson(cut(bytesOf(lines.join('')), cuts)), ({ bytes }) =>
    new TextDecoder().decode(bytes),
  )
  expect(read).toEqual([...lines.slice(0, 2), `${lines[2]}\n`])
})

test('a line that is not JSON is an error that does not repeat it', async () => {
  const failure = await read(cut(bytesOf('{"a":1}\nmy secret words\n'), [])).catch((error: Error) => error)
  expect(failure).toMatchObject({ code: 'ollama_error' })
  expect((failure as Error).message).not.toContain('secret')
})

test('a line nested too deep to be written again is an error', async () => {
  const line = `{"tool_calls":${'['.repeat(6000)}${']'.repeat(6000)}}\n`
  await expect(read(cut(bytesOf(line), []))).rejects.toMatchObject({
    code: 'ollama_error',
    message: 'Ollama sent a line that has too many values.',
  })
})

test('a line without end is an error long before memory is full', async () => {
  async function* endless() {
    for (;;) yield bytesOf('a'.repeat(1000))
  }
  await expect(read(endless(), 10_000)).rejects.toMatchObject({ code: 'ollama_error' })
})

test('leaving early ends the stream', async () => {
  let ended = false
  async function* source() {
    try {
      for (;;) yield bytesOf('1\n')
    } finally {
      ended = true
    }
  }
  for await (const _ of readNdjson(source())) break
  expect(ended).toBe(true)
})

test('many lines at once yield to the event loop again and again', async () => {
  let turns = 0
  const count = () => {
    turns += 1
    next = setImmediate(count)
  }
  let next = setImmediate(count)
  expect(await read(cut(bytesOf('{"n":1}\n'.repeat(1000)), []))).toHaveLength(1000)
  clearImmediate(next)
  expect(turns).toBeGreaterThanOrEqual(9)
})
