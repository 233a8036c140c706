import { once } from 'node:events'
import { request } from 'node:http'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, test } from 'vitest'
import { simulatedCore } from './simulated-core.ts'
import { as, testApp } from './support.ts'

const model = 'llama3.2:3b'

/** With a small context, of which many fit the card at once. */
const bodyOf = (words: number) => JSON.stringify({ model, prompt: `Write ${words} words`, options: { num_ctx: 2048 } })

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

/** Bytes that are in use, without what only waits to be collected. */
async function liveBytes(): Promise<number> {
  // What is held by a callback that is due is let go of first.
  await new Promise((resolve) => setTimeout(resolve, 200))
  collect()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

async function setUp(tokensPerSecond: number) {
  const { core, simulator } = await simulatedCore({ simulation: { numParallel: 80, speed: 1, tokensPerSecond } })
  const { app } = await testApp({ core })
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  const chat = (words: number) =>
    fetch(`${url}/api/chat`, {
      method: 'POST',
      headers: { ...as('operator'), 'content-type': 'application/json' },
      body: bodyOf(words),
    })
  await (await chat(5)).text()
  return { url, simulator, chat }
}

test('sixty-four chats at once leave nothing behind', async () => {
  const { chat } = await setUp(2000)
  const round = async () => {
    const texts = await Promise.all(Array.from({ length: 64 }, async () => (await chat(100)).text()))
    for (const text of texts) expect(text).toContain('"done":true')
  }
  // What is made once and kept, such as connections and compiled code, is there after these.
  for (let count = 0; count < 3; count += 1) await round()
  const before = await liveBytes()
  for (let count = 0; count < 5; count += 1) await round()
  const perChat = ((await liveBytes()) - before) / (5 * 64)
  // The simulator remembers each request, and the test each promise.
  expect(perChat).toBeLessThan(10_000)
}, 60_000)

test('a reader of a byte a second costs no more than its buffers, and slows nobody', async () => {
  const { url, chat } = await setUp(5000)
  const slow = Array.from({ length: 8 }, () => {
    const asked = request(`${url}/api/chat`, {
      method: 'POST',
      headers: { ...as('operator'), 'content-type': 'application/json' },
    })
    asked.end(bodyOf(20_000))
    return asked
  })
  const answers = await Promise.all(slow.map(async (asked) => (await once(asked, 'response'))[0]))
  for (const answer of answers) expect(answer.pause().statusCode).toBe(200)
  const before = await liveBytes()

  // Meanwhile, as fast as ever: 500 words at 5,000 a second.
  const startedAt = performance.now()
  await Promise.all(Array.from({ length: 8 }, async () => (await chat(500)).text()))
  expect(performance.now() - startedAt).toBeLessThan(2000)

  // Each reply would be some 3 MB by now, were it read on behalf of who does not take it.
  await new Promise((resolve) => setTimeout(resolve, 4000))
  const perReader = ((await liveBytes()) - before) / slow.length
  expect(perReader).toBeLessThan(500_000)
  for (const answer of answers) {
    answer.read(1)
    answer.destroy()
  }
}, 60_000)
