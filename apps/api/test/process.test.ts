import { once } from 'node:events'
import { readdir, rename } from 'node:fs/promises'
import { createServer as createHttpServer, type IncomingHttpHeaders } from 'node:http'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { Health } from '@ollama-dashboard/contracts'
import { expect, onTestFinished, test } from 'vitest'
import { freshDatabase } from '../../../packages/core/test/postgres/fresh-database.ts'
import { startProgram } from './program.ts'

test('says in one line where it is, answers there, and ends in order on SIGTERM', async () => {
  const { child, printed, ended, address } = await startProgram({})
  const response = await fetch(`${await address()}/health?ready=true`)
  expect(response.status).toBe(200)
  expect(printed.out).toMatch(/^Ollama Dashboard 1\.0\.0 is ready at http:\/\/127\.0\.0\.1:\d+\n$/)
  child.kill('SIGTERM')
  expect(await ended).toEqual({ code: 0, signal: null })
  for (const line of printed.err.trim().split('\n')) expect(JSON.parse(line)).toHaveProperty('level')
})

test('ends in order on a signal that arrives twice, as where it is sent to npm and all that it started', async () => {
  const { child, ended, address } = await startProgram({})
  await fetch(`${await address()}/health?ready=true`)
  child.kill('SIGTERM')
  await wait(10)
  child.kill('SIGTERM')
  expect(await ended).toEqual({ code: 0, signal: null })
})

test('passes the trace of a request on to Ollama, and ends at once on a second signal', async () => {
  const ollama = await stuckOllama()
  const { child, ended, address } = await startProgram({ OLLAMA_HOST: ollama.host })
  const url = await address()
  const headers = {
    traceparent: `00-${'ab'.repeat(16)}-${'cd'.repeat(8)}-01`,
    cookie: 'mine',
    authorization: 'Bearer mine',
  }
  fetch(`${url}/api/models/info/tiny`, { headers }).catch(() => undefined)
  const asked = await ollama.asked
  expect(asked['traceparent']).toMatch(new RegExp(`^00-${'ab'.repeat(16)}-(?!${'cd'.repeat(8)})[0-9a-f]{16}-01$`))
  expect(asked).not.toHaveProperty('cookie')
  expect(asked).not.toHaveProperty('authorization')

  child.kill('SIGTERM')
  while ((await fetch(`${url}/health?ready=true`)).status === 200);
  child.kill('SIGINT')
  expect(await ended).toEqual({ code: 130, signal: null })
})

test('makes an admin key where others can reach it, tells it once, and asks for it', async () => {
  const { printed, address, dataDir, child, ended } = await startProgram({ HOST: '0.0.0.0' })
  const url = `${await address()}/api/session`
  const key = /shown only once: (od_\S+)/.exec(printed.out)?.[1]
  expect(await (await fetch(url)).json()).toMatchObject({ role: null })
  const headers = { authorization: `Bearer ${key}` }
  expect(await (await fetch(url, { headers })).json()).toMatchObject({ role: 'admin', key_id: 'generated:admin' })
  child.kill('SIGTERM')
  await ended
  expect(printed.err).not.toContain(key)

  const second = await startProgram({ HOST: '0.0.0.0', DATA_DIR: dataDir })
  const again = await fetch(`${await second.address()}/api/session`, { headers })
  expect(await again.json()).toMatchObject({ role: 'admin' })
  expect(second.printed.out).not.toContain('od_')
})

test('a database that is removed while it runs makes it not ready, until the database is back', async () => {
  const { address, dataDir } = await startProgram({})
  const url = await address()
  let seed = 0
  const save = async () => {
    const headers = { 'content-type': 'application/json' }
    seed += 1
    const body = JSON.stringify({ seed })
    const response = await fetch(`${url}/api/models/settings/m`, { method: 'POST', headers, body })
    return [response.status, ((await response.json()) as { code?: string }).code]
  }
  const readiness = async () => (await fetch(`${url}/health?ready=true`)).status
  expect(await save()).toEqual([200, undefined])
  const [file, away] = [join(dataDir, 'dashboard.db'), join(dataDir, 'away.db')]
  await rename(file, away)
  expect(await save()).toEqual([503, 'storage_unavailable'])
  expect(await readiness()).toBe(503)
  expect((await fetch(`${url}/api/models/settings`)).status).toBe(200)
  await rename(away, file)
  expect(await save()).toEqual([200, undefined])
  expect(await readiness()).toBe(200)
})

test('keeps what it must remember in PostgreSQL, where DATABASE_URL says so', async () => {
  const { printed, address, dataDir, child, ended } = await startProgram({ DATABASE_URL: await freshDatabase() })
  const url = await address()
  expect((await fetch(`${url}/health?ready=true`)).status).toBe(200)
  const { components } = (await (await fetch(`${url}/api/health`)).json()) as Health
  expect(components.find(({ name }) => name === 'storage')).toMatchObject({ status: 'healthy' })
  expect(await readdir(dataDir)).toEqual(['logs'])
  child.kill('SIGTERM')
  expect(await ended).toEqual({ code: 0, signal: null })
  expect(printed.out + printed.err).not.toContain('postgres://')
})

/** An Ollama with one model, which never answers what is asked about it; `asked` is how it was asked. */
async function stuckOllama() {
  const asked = Promise.withResolvers<IncomingHttpHeaders>()
  const answers: Record<string, unknown> = {
    '/api/version': { version: '0.30.0' },
    '/api/ps': { models: [] },
    '/api/tags': { models: [{ name: 'tiny:latest', model: 'tiny:latest', digest: 'd', size: 1, capabilities: [] }] },
  }
  const server = createHttpServer((request, response) => {
    const answer = answers[String(request.url)]
    if (answer) response.end(JSON.stringify(answer))
    // Only what the test asked for counts: the dashboard may ask about models by itself.
    else if (request.headers['traceparent']?.includes('abab')) asked.resolve(request.headers)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { host: `127.0.0.1:${(server.address() as { port: number }).port}`, asked: asked.promise }
}
