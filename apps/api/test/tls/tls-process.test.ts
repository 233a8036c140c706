import { once } from 'node:events'
import { get } from 'node:https'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { startProgram } from '../program.ts'
import { filesOf, makePair } from './certificates.ts'

test('says its address with https, answers there, and tells in health how the certificate stands', async () => {
  const pair = await makePair({ days: 5 })
  const { env } = await filesOf(pair)
  const { child, printed, ended, address } = await startProgram(env)
  const url = await address()
  expect(url).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/)
  const [response] = await once(get(`${url}/api/health`, { ca: pair.cert }), 'response')
  const { components } = JSON.parse(await text(response))
  expect(components).toContainEqual(expect.objectContaining({ name: 'tls', status: 'degraded' }))
  child.kill('SIGTERM')
  expect(await ended).toEqual({ code: 0, signal: null })
  expect(printed.out + printed.err).not.toContain('PRIVATE KEY')
})

test('a key of another certificate ends the start with one message that names it', async () => {
  const [one, other] = await Promise.all([makePair(), makePair()])
  const { env } = await filesOf({ ...one, key: other.key })
  const { ended, printed } = await startProgram(env)
  expect(await ended).toEqual({ code: 78, signal: null })
  expect(printed.err).toMatch(/^The configuration is not valid:\n {2}TLS_KEY_FILE is ".*"; it must be .*\n$/)
})
