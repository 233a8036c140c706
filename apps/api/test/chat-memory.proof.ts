import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, onTestFinished, test } from 'vitest'
import { endlessOllama } from './endless-ollama.ts'
import { simulatedCore } from './simulated-core.ts'
import { as, serve, testApp } from './support.ts'

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

/**
 * Bytes that are in use, without what only waits to be collected: some of it goes with its finalizer, or with a timer,
 * and so it is looked at until it has not fallen for a while.
 */
async function liveBytes(): Promise<number> {
  let least = Number.POSITIVE_INFINITY
  for (let still = 0; still < 4; still += 1) {
    await new Promise((resolve) => setTimeout(resolve, 150))
    collect()
    const { heapUsed, external } = process.memoryUsage()
    if (heapUsed + external < least - 100_000) still = 0
    least = Math.min(least, heapUsed + external)
  }
  return least
}

const headers = { ...as('operator'), 'content-type': 'application/json' }

test('sixty-four chats at once leave nothing behind', async () => {
  const { core } = await simulatedCore({ simulation: { numParallel: 64, speed: 1, tokensPerSecond: 2000 } })
  const { app } = await testApp({ core })
  const url = await serve(app)
  // With a small context, of which 64 fit the card at once.
  const body = JSON.stringify({ model: 'llama3.2:3b', prompt: 'Write 100 words', options: { num_ctx: 512 } })
  const chat = async () => (await fetch(`${url}/api/chat`, { method: 'POST', headers, body })).text()
  const rounds = async (count: number) => {
    for (let round = 0; round < count; round += 1) {
      const texts = await Promise.all(Array.from({ length: 64 }, chat))
      for (const text of texts) expect(text).toContain('"done":true')
    }
  }
  await chat()
  // What is made once and kept, such as connections and compiled code, is there after these.
  await rounds(4)
  const before = await liveBytes()
  await rounds(8)
  const perChat = ((await liveBytes()) - before) / (8 * 64)
  // A line of the log, and what the simulator remembers of a request; a reply alone would be 15 kB.
  expect(perChat).toBeLessThan(6000)
})

test('a reader that takes a byte now and then holds Ollama back, costs no more than its buffers, and slows nobody', async () => {
  const ollama = await endlessOllama()
  const { core } = await simulatedCore({ core: { instances: [{ name: 'default', url: ollama.url }] } })
  const { app } = await testApp({ core })
  const url = await serve(app)
  const beginAt = async (base: string | URL): Promise<IncomingMessage> => {
    const asked = request(new URL('/api/chat', base), { method: 'POST', headers })
    asked.end(JSON.stringify({ model: ollama.model, prompt: 'Resume' }))
    const [answer] = await once(asked, 'response')
    onTestFinished(() => answer.destroy())
    return answer
  }
  const takenFromOllama = () => ollama.taken.reduce((sum, bytes) => sum + bytes, 0)
  /** Until every buffer on the way is full, however long this machine takes: then Ollama waits. */
  const heldBack = () =>
    expect
      .poll(
        async () => {
          const early = takenFromOllama()
          await new Promise((resolve) => setTimeout(resolve, 1000))
          return takenFromOllama() - early
        },
        { interval: 0 },
      )
      .toBeLessThan(500_000)
  /** Eight readers, and the bytes that each has cost when every buffer on the way is full. */
  const readSlowly = async (base: string | URL) => {
    const before = await liveBytes()
    const readers = await Promise.all(Array.from({ length: 8 }, () => beginAt(base)))
    for (const reader of readers) reader.pause()
    const reading = setInterval(() => {
      for (const reader of readers) reader.read(1)
    }, 100)
    onTestFinished(() => clearInterval(reading))
    await heldBack()
    return ((await liveBytes()) - before) / readers.length
  }
  // What is made once and kept is there after this one.
  const first = await beginAt(url)
  await once(first, 'readable')
  first.destroy()

  // This process has the buffers of Ollama and of the readers too: those of a reply without the dashboard.
  const direct = await readSlowly(ollama.url)
  const through = await readSlowly(url)
  expect(through - direct).toBeLessThan(1_000_000)
  await heldBack()

  // Whoever reads gets on as if they were not there.
  const quick = await beginAt(url)
  let bytes = 0
  quick.on('data', (chunk: Buffer) => {
    bytes += chunk.length
  })
  await expect.poll(() => bytes).toBeGreaterThan(1_000_000)
})
