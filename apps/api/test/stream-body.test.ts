import { expect, onTestFinished, test } from 'vitest'
import { StreamBody } from '../src/http/answers/stream-body.ts'

/** A stream of a source that never ends, which counts how often it was asked. */
function endless() {
  let asked = 0
  async function* counting() {
    for (;;) {
      asked += 1
      yield asked
    }
  }
  const source = counting()
  const body = new StreamBody(source, source.next(), {
    toText: (value) => `${value}\n`,
    failure: String,
    heartbeat: '\n',
    heartbeatMs: 600_000,
  })
  onTestFinished(() => void body.destroy())
  return { body, asked: () => asked }
}

/** Everything that can happen without anybody reading has happened. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve))
}

test('a source is asked for its next value when the last one was taken, and not before', async () => {
  const { body, asked } = endless()
  body.read(0)
  await settled()
  expect(asked()).toBe(1)
  for (const taken of [1, 2, 3]) {
    expect(String(body.read())).toBe(`${taken}\n`)
    await settled()
    expect(asked()).toBe(taken + 1)
  }
})

test('a source whose reader has left is not asked again', async () => {
  const { body, asked } = endless()
  body.on('data', () => body.destroy())
  await settled()
  expect(asked()).toBe(1)
})
