import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { startDemo, whyNotReachable } from '../src/boot/demo/start-demo.ts'

async function serverThat(answers: number | null, body = '{"version":"0.24.0"}') {
  const server = createServer((_, response) => {
    if (answers !== null) response.writeHead(answers).end(body)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { url: new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`) }
}

test('an Ollama that answers is left alone', async () => {
  expect(await whyNotReachable(await serverThat(200))).toBeNull()
})

test('what stands there instead is told', async () => {
  const why = 'a proxy in front of Ollama returned status 404: there is nothing at that path'
  expect(await whyNotReachable(await serverThat(404))).toBe(why)
  expect(await whyNotReachable(await serverThat(200, 'router'))).toBe('the server at that address is not Ollama')
  expect(await whyNotReachable(await serverThat(null))).toBe('no response within 1 s')
  expect(await whyNotReachable({ url: new URL('http://127.0.0.1:1') })).toBe('connection refused')
})

test('the simulated one answers like Ollama, and ends with its user', async () => {
  const awaited = { name: 'default', url: new URL('http://127.0.0.1:1') }
  const { demo, ...running } = await startDemo(awaited, 'connection refused', () => undefined)
  expect(demo).toMatchObject({ tried: '127.0.0.1:1', reason: 'connection refused', awaited })
  expect(await whyNotReachable(demo)).toBeNull()
  expect((await demo.machine.probe.sample(new AbortController().signal)).memory.total).toBeGreaterThan(0)
  await running[Symbol.asyncDispose]()
  expect(await whyNotReachable(demo)).toBe('connection refused')
})
