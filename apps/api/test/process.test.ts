import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { createServer as createHttpServer, type IncomingHttpHeaders } from 'node:http'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Health } from '@ollama-dashboard/contracts'
import { expect, onTestFinished, test } from 'vitest'
import { freshDatabase } from '../../../packages/core/test/postgres/fresh-database.ts'

const program = join(import.meta.dirname, 'fixtures', 'run.ts')

/** Nothing listens there: no test depends on what the machine runs. */
const noOllama = { OLLAMA_HOST: '127.0.0.1:1' }

/** The program with exactly this environment; it ends with the test. */
async function launch(env: Record<string, string>) {
  const dataDir = await mkdtemp(join(tmpdir(), 'dashboard-'))
  const child = spawn(process.execPath, [program], {
    env: { PORT: '0', DATA_DIR: dataDir, ...noOllama, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const printed = { out: '', err: '' }
  child.stdout.on('data', (chunk) => {
    printed.out += chunk
  })
  child.stderr.on('data', (chunk) => {
    printed.err += chunk
  })
  const ended = once(child, 'close').then(([code, signal]) => ({ code, signal }))
  onTestFinished(async () => {
    child.kill('SIGKILL')
    await ended
    await rm(dataDir, { recursive: true })
  })
  return { child, printed, ended, dataDir, address: () => readyAddress(child, printed) }
}

async function readyAddress({ stdout }: ChildProcess, printed: { out: string; err: string }): Promise<string> {
  for (;;) {
    const address = /is ready at (\S+)\n/.exec(printed.out)?.[1]
    if (address) return address
    if (!stdout || stdout.readableEnded) throw new Error(`It ended before it was ready: ${printed.err}`)
    await Promise.race([once(stdout, 'data'), once(stdout, 'end')])
  }
}

test('says in one line where it is, answers there, and ends in order on SIGTERM', async () => {
  const { child, printed, ended, address } = await launch({})
  const response = await fetch(`${await address()}/health?ready=true`)
  expect(response.status).toBe(200)
  expect(printed.out).toMatch(/^Ollama Dashboard 1\.0\.0 is ready at http:\/\/127\.0\.0\.1:\d+\n$/)
  child.kill('SIGTERM')
  expect(await ended).toEqual({ code: 0, signal: null })
  for (const line of printed.err.trim().split('\n')) expect(JSON.parse(line)).toHaveProperty('level')
})

test('passes the trace of a request on to Ollama, and ends at once on a second signal', async () => {
  const ollama = await stuckOllama()
  const { child, ended, address } = await launch({ OLLAMA_HOST: ollama.host })
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
  const { printed, address, dataDir, child, ended } = await launch({ HOST: '0.0.0.0' })
  const url = `${await address()}/api/session`
  const key = /shown only once: (od_\S+)/.exec(printed.out)?.[1]
  expect(await (await fetch(url)).json()).toMatchObject({ role: null })
  const headers = { authorization: `Bearer ${key}` }
  expect(await (await fetch(url, { headers })).json()).toMatchObject({ role: 'admin', key_id: 'generated:admin' })
  child.kill('SIGTERM')
  await ended
  expect(printed.err).not.toContain(key)

  const second = await launch({ HOST: '0.0.0.0', DATA_DIR: dataDir })
  const again = await fetch(`${await second.address()}/api/session`, { headers })
  expect(await again.json()).toMatchObject({ role: 'admin' })
  expect(second.printed.out).not.toContain('od_')
})

test('a wrong configuration exits with 78 and lists every variable', async () => {
  const { printed, ended } = await launch({ PORT: 'x', LOG_LEVEL: 'loud', API_KEY_ADMIN: 'my secret' })
  expect((await ended).code).toBe(78)
  expect(printed.out).toBe('')
  expect(printed.err).toMatch(/PORT is "x".*API_KEY_ADMIN.*LOG_LEVEL is "loud"/s)
  expect(printed.err).not.toContain('my secret')
})

test('a port in use exits with 69 and one line', async () => {
  const taken = createServer().listen(0, '127.0.0.1')
  await once(taken, 'listening')
  onTestFinished(() => void taken.close())
  const { port } = taken.address() as { port: number }
  const { printed, ended } = await launch({ PORT: String(port), LOG_LEVEL: 'silent' })
  expect((await ended).code).toBe(69)
  expect(printed.err).toBe(
    `Port ${port} on 127.0.0.1 is already in use. Stop the program that uses it, or set PORT to another port.\n`,
  )
})

test('an unusable storage exits with 74 and one line', async () => {
  const { printed, ended, dataDir } = await launch({ DATA_DIR: program })
  expect((await ended).code).toBe(74)
  expect(printed.out).toBe('')
  expect(printed.err).toBe(`${program}: DATA_DIR is not a folder. Set DATA_DIR to a folder.\n`)

  const file = join(dataDir, 'dashboard.db')
  await writeFile(file, 'Nothing that SQLite wrote.')
  const second = await launch({ DATA_DIR: dataDir })
  expect((await second.ended).code).toBe(74)
  expect(second.printed.err).toBe(
    `${file}: The file is not a dashboard database. Restore it from a backup, or move it away to start with an empty one.\n`,
  )
})

test('a folder that another dashboard uses ends it with 74 and one line, until that one has ended, however that was', async () => {
  const first = await launch({})
  await first.address()
  const { printed, ended } = await launch({ DATA_DIR: first.dataDir })
  expect((await ended).code).toBe(74)
  expect(printed.out).toBe('')
  expect(printed.err).toContain(
    'dashboard.db: Another dashboard uses this DATA_DIR. Stop it, or give each dashboard its own DATA_DIR.',
  )
  expect(printed.err.trimEnd().split('\n')).toHaveLength(1)
  first.child.kill('SIGKILL')
  await first.ended
  const third = await launch({ DATA_DIR: first.dataDir })
  expect((await fetch(`${await third.address()}/health?ready=true`)).status).toBe(200)
})

test('a database that is removed while it runs makes it not ready, until the database is back', async () => {
  const { address, dataDir } = await launch({})
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
  const { printed, address, dataDir, child, ended } = await launch({ DATABASE_URL: await freshDatabase() })
  const url = await address()
  expect((await fetch(`${url}/health?ready=true`)).status).toBe(200)
  const { components } = (await (await fetch(`${url}/api/health`)).json()) as Health
  expect(components.find(({ name }) => name === 'storage')).toMatchObject({ status: 'healthy' })
  expect(await readdir(dataDir)).toEqual([])
  child.kill('SIGTERM')
  expect(await ended).toEqual({ code: 0, signal: null })
  expect(printed.out + printed.err).not.toContain('postgres://')
})

test('a PostgreSQL that cannot be used ends it with 74 and one line, without its address', async () => {
  const { printed, ended } = await launch({ DATABASE_URL: 'postgres://me:secret@127.0.0.1:1/mine?sslmode=require' })
  expect((await ended).code).toBe(74)
  expect(printed).toEqual({
    out: '',
    err: 'DATABASE_URL: The database server cannot be reached. Start PostgreSQL, or correct the host and port in DATABASE_URL.\n',
  })
})

test('without a built web application it exits with 66 and one line', async () => {
  const { printed, ended } = await launch({ TEST_WEB_ROOT: '/nowhere' })
  expect((await ended).code).toBe(66)
  expect(printed.err).toBe(
    'The web application is not built: /nowhere/index.html is missing. Run "npm run build" first.\n',
  )
})

test('an address of another machine exits with 78', async () => {
  const { ended } = await launch({ HOST: '203.0.113.1', API_KEY_ADMIN: 'k' })
  expect((await ended).code).toBe(78)
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
