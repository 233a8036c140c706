import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { parseRedisUrl } from '../../src/replicas/redis/redis-address.ts'
import { createRedisClient } from '../../src/replicas/redis/redis-client.ts'
import { toRedisFailure } from '../../src/replicas/redis/redis-failure.ts'

test('a socket that fails twice, as one with TLS may, does not end the process', async () => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const client = createRedisClient(parseRedisUrl(`redis://127.0.0.1:${port}`), undefined)
  onTestFinished(() => {
    client.disconnect()
    server.close()
  })
  client.on('error', () => {})
  client.connect().catch(() => {})
  await once(server, 'connection')
  if (!('stream' in client)) throw new Error('It is one server.')
  client.stream.emit('error', new Error('the certificate is not trusted'))
  expect(() => client.stream.emit('error', new Error('an alert'))).not.toThrow()
})

test.each([
  ['WRONGPASS invalid username-password pair or user is disabled.', 'Redis denied access.'],
  ['Connection is closed.', 'Redis is not reachable.'],
])('why no Sentinel answers is told: %s', (last, message) => {
  const error = new Error(`All sentinels are unreachable and retry is disabled. Last error: ${last}`)
  expect(toRedisFailure(error).message).toBe(message)
})
