import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { startDemo, whyNotReachable } from '../src/demo.ts'

async function serverThat(answers: number | null): Promise<URL> {
  const server = createServer((_, response) => {
    if (answers !== null) response.writeHead(answers).end('{}')
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
}

test('an Ollama that answers is left alone', async () => {
  expect(await whyNotReachable(await serverThat(200))).toBeNull()
})

test('what stands there instead is told', async () => {
  expect(await whyNotReachable(await serverThat(404))).toBe('it answered 404')
  expect(await whyNotReachable(await serverThat(null))).toBe('it did not answer within 1 s')
  expect(await whyNotReachable(new URL('http://127.0.0.1:1'))).toBe('the connection was refused')
})

test('the simulated one answers like Ollama, and ends with its user', async () => {
  const awaited = new URL('http://127.0.0.1:1')
  const { demo, ...running } = await startDemo(awaited, 'the connection was refused', () => undefined)
  expect(demo).toMatchObject({ tried: '127.0.0.1:1', reason: 'the connection was refused', awaited })
  expect(await whyNotReachable(demo.url)).toBeNull()
  expect((await demo.host.sample(new AbortController().signal)).memory.total).toBeGreaterThan(0)
  await running[Symbol.asyncDispose]()
  expect(await whyNotReachable(demo.url)).toBe('the connection was refused')
})
