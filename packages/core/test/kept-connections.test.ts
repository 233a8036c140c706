import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setImmediate } from 'node:timers/promises'
import { describe, expect, onTestFinished, test } from 'vitest'
import { createOllama } from '../src/ollama/ollama-client.ts'
import { fakeClock } from './fake-clock.ts'

/** A server that ends a connection, unanswered, at the request of that number on it. */
async function endingAt(number: number, beforeEnd = async () => {}) {
  const asked: string[] = []
  const counts = new WeakMap<object, number>()
  const server = createServer(async ({ socket, url = '' }, response) => {
    asked.push(url)
    const count = (counts.get(socket) ?? 0) + 1
    counts.set(socket, count)
    if (count < number) return void response.end('{"version":"0.24.0","models":[]}')
    await beforeEnd()
    socket.end()
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const clock = fakeClock()
  const ollama = createOllama(new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`), { clock })
  onTestFinished(async () => {
    await ollama[Symbol.asyncDispose]()
    server.closeAllConnections()
    server.close()
  })
  async function first() {
    await ollama.version()
    // A connection is free again a moment after its answer.
    await setImmediate()
  }
  return { ollama, asked, clock, first }
}

describe('a connection that was kept and that the server ends as the next request comes', () => {
  test.each([
    ['a list', '/api/ps', ({ ollama }: Ending) => ollama.loaded()],
    ['a load', '/api/generate', ({ ollama }: Ending) => ollama.load('a', {})],
  ])('is replaced for %s', async (_, path, ask) => {
    const ending = await endingAt(2)
    await ending.first()
    await ask(ending)
    expect(ending.asked).toEqual(['/api/version', path, path])
  })

  test('is not for what may be done once alone', async () => {
    const { ollama, asked, first } = await endingAt(2)
    await first()
    await expect(ollama.delete('a')).rejects.toMatchObject({ message: 'Ollama closed the connection.' })
    expect(asked).toEqual(['/api/version', '/api/delete'])
  })

  test('is not after a second: the request may be why', async () => {
    const ending = await endingAt(2, () => ending.clock.advance(1000))
    await ending.first()
    await expect(ending.ollama.load('a', {})).rejects.toMatchObject({ message: 'Ollama closed the connection.' })
    expect(ending.asked).toEqual(['/api/version', '/api/generate'])
  })
})

test('a connection that ends at its first request is a failure', async () => {
  const { ollama, asked } = await endingAt(1)
  await expect(ollama.loaded()).rejects.toMatchObject({ message: 'Ollama closed the connection.' })
  expect(asked).toEqual(['/api/ps'])
})

type Ending = Awaited<ReturnType<typeof endingAt>>
