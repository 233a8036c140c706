import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { speedRatio } from '../bench/load.ts'

async function answering(status: number, afterMs: number): Promise<string> {
  const server = createServer((_, response) => {
    setTimeout(() => response.writeHead(status).end('{}'), afterMs)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
}

test('a server that takes four times as long has a quarter of the speed', async () => {
  const [slow, fast] = [await answering(200, 200), await answering(200, 50)]
  const { median, least, most } = await speedRatio({ url: slow }, { url: fast }, { rounds: 3, seconds: 1 })
  expect(least).toBeLessThanOrEqual(median)
  expect(most).toBeGreaterThanOrEqual(median)
  expect(median).toBeGreaterThan(0.15)
  expect(median).toBeLessThan(0.45)
})

test('a refusal is no speed', async () => {
  const [refusing, fine] = [await answering(429, 1), await answering(200, 1)]
  await expect(speedRatio({ url: refusing }, { url: fine }, { rounds: 1, seconds: 1 })).rejects.toThrow('refused')
})
