import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { Agent, get, request } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { expect, onTestFinished, test } from 'vitest'
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

test('a reload with other files of a certificate uses it, and ends no connection', async () => {
  const [one, other] = await Promise.all([makePair(), makePair()])
  const [before, after] = await Promise.all([filesOf(one), filesOf(other)])
  const cwd = await mkdtemp(join(tmpdir(), 'dashboard-'))
  onTestFinished(() => rm(cwd, { recursive: true, force: true }))
  const admin = 'admin-key-of-the-reload'
  const write = (env: object) => {
    const lines = Object.entries({ ...env, API_KEY_ADMIN: admin }).map(([name, value]) => `${name}=${value}`)
    return writeFile(join(cwd, '.env'), lines.join('\n'))
  }
  await write(before.env)
  const { address, printed } = await startProgram({}, { cwd })
  const url = await address()
  const agent = new Agent({ keepAlive: true, maxSockets: 1, ca: one.cert })
  onTestFinished(() => agent.destroy())
  const ask = async (method: string, path: string) => {
    const call = request(`${url}${path}`, { agent, method, headers: { authorization: `Bearer ${admin}` } }).end()
    const [response] = await once(call, 'response')
    const { localPort: port } = response.socket
    response.resume()
    await once(response, 'end')
    return { status: response.statusCode, port }
  }
  const { port } = await ask('GET', '/ping')
  await write(after.env)
  expect(await ask('POST', '/api/reload_app')).toEqual({ status: 202, port })
  await expect.poll(() => printed.out.match(/is ready at/g)?.length, { timeout: 60_000 }).toBe(2)
  expect(await ask('GET', '/ping')).toEqual({ status: 200, port })
  const [fresh] = await once(get(`${url}/ping`, { ca: other.cert, agent: false }), 'response')
  expect(fresh.statusCode).toBe(200)
})
