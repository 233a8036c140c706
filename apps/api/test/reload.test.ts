import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { Agent, request } from 'node:http'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { startSimulator } from '@ollama-dashboard/ollama-sim'
import { expect, onTestFinished, test } from 'vitest'
import { freePort } from '../../../packages/core/test/free-port.ts'
import { startProgram } from './program.ts'

const admin = 'admin-key-of-the-reloads'
const headers = { authorization: `Bearer ${admin}`, 'content-type': 'application/json' }

/** The program in a folder of its own with a `.env`, over a simulated Ollama. */
async function start(dotEnv: string) {
  const simulator = await startSimulator({ scenario: 'home', speed: 1000, tokensPerSecond: 1 })
  onTestFinished(() => simulator.close())
  const cwd = await mkdtemp(join(tmpdir(), 'dashboard-'))
  onTestFinished(() => rm(cwd, { recursive: true, force: true }))
  const write = (lines: string) => writeFile(join(cwd, '.env'), `PORT=0\nAPI_KEY_ADMIN=${admin}\n${lines}\n`)
  await write(dotEnv)
  const program = await startProgram({ OLLAMA_HOST: simulator.url, PORT: undefined }, { cwd })
  const url = await program.address()
  const post = (path: string, body?: object) =>
    fetch(`${url}${path}`, { method: 'POST', headers, ...(body && { body: JSON.stringify(body) }) })
  const get = (path: string) => fetch(`${url}${path}`, { headers })
  /** Resolves when it runs with what was read again. */
  const reloaded = async (times: number) =>
    expect.poll(() => program.printed.out.match(/is ready at/g)?.length, { timeout: 60_000 }).toBe(times + 1)
  return { ...program, write, url, post, get, reloaded, simulator }
}

/** Reads over connections that are kept, as browsers and proxies do, until it is told to stop. */
function readAgain(url: string, readers: number) {
  const agent = new Agent({ keepAlive: true })
  const stop = new AbortController()
  const outcomes: (number | string)[] = []
  const read = () =>
    new Promise<number | string>((resolve) => {
      const call = request(`${url}/api/models/running`, { agent, headers }, (answer) => {
        answer.resume().once('end', () => resolve(answer.statusCode ?? 0))
      })
      call.once('error', (error) => resolve(String(error)))
      call.end()
    })
  const reading = Array.from({ length: readers }, async () => {
    while (!stop.signal.aborted) outcomes.push(await read())
  })
  return async () => {
    stop.abort()
    await Promise.all(reading)
    agent.destroy()
    return outcomes
  }
}

const lastLine = (lines: string) => JSON.parse(lines.trim().split('\n').at(-1) ?? '')

test('it restarts in place: no connection is refused, no read fails, replies finish, and what streams on is told why it ends', async () => {
  const { url, post, get, write, reloaded, child, ended, simulator } = await start('MAX_HISTORY=10')
  expect((await post('/api/models/start/llama3.2:3b')).status).toBe(200)
  simulator.setSpeed(1)
  const stopped = readAgain(url, 4)
  const session = await post('/api/session')
  const cookie = String(session.headers.get('set-cookie')).split(';')[0] ?? ''

  for (let round = 1; round <= 3; round += 1) {
    const chat = await post('/api/chat', { model: 'llama3.2:3b', prompt: 'Write 50 words' })
    simulator.setSpeed(0)
    const events = await get('/api/events')
    expect([chat.status, events.status]).toEqual([200, 200])
    await write(`MAX_HISTORY=${10 + round}\nCORS_ORIGINS=https://round-${round}.example`)
    expect((await post('/api/reload_app')).status).toBe(202)
    const saved = post('/api/models/settings/llama3.2:3b', { seed: round })
    await expect.poll(async () => (await get('/health?ready=true')).status).toBe(503)
    // The first reply does not end in time.
    if (round > 1) simulator.setSpeed(1000)
    expect(lastLine(await chat.text())).toMatchObject(
      round > 1
        ? { done: true, metrics: { completion_tokens: 50 } }
        : { error: { code: 'shutting_down', status: 503 } },
    )
    expect((await saved).status).toBe(200)
    simulator.setSpeed(1)
    expect(await events.text()).toMatch(/event: error\ndata: \{[^\n]*"code":"shutting_down"[^\n]*\n\n$/)
    await reloaded(round)
    const answer = await fetch(`${url}/api/test`, { headers: { ...headers, origin: `https://round-${round}.example` } })
    expect(answer.headers.get('access-control-allow-origin')).toBe(`https://round-${round}.example`)
  }

  const outcomes = await stopped()
  expect(outcomes.length).toBeGreaterThan(0)
  expect(outcomes.filter((outcome) => outcome !== 200)).toEqual([])
  expect((await fetch(`${url}/api/models/running`, { headers: { cookie } })).status).toBe(200)
  child.kill('SIGTERM')
  expect(await ended).toEqual({ code: 0, signal: null })
})

test('a configuration that is not valid is refused by the name of its variable, and nothing changes', async () => {
  const { get, post, write, printed } = await start('')
  await write('MAX_HISTORY=many\nDATABASE_URL=mysql://ann:secret@db.example/dashboard')
  const refused = await post('/api/reload_app')
  expect(refused.status).toBe(409)
  const problem = await refused.json()
  expect(problem).toMatchObject({ code: 'configuration_invalid', detail: expect.stringContaining('MAX_HISTORY') })
  expect(problem).toMatchObject({ detail: expect.stringContaining('DATABASE_URL') })
  expect(JSON.stringify(problem)).not.toContain('secret')
  expect((await get('/api/models/running')).status).toBe(200)
  expect(printed.out.match(/is ready at/g)).toHaveLength(1)
})

test('a storage that cannot be opened is found out before anything is stopped', async () => {
  const { get, post, write, printed } = await start('')
  await write('DATABASE_URL=postgres://ann:secret@127.0.0.1:1/none?sslmode=disable')
  const refused = await (await post('/api/reload_app')).json()
  expect(refused).toMatchObject({ code: 'configuration_invalid', detail: expect.stringContaining('DATABASE_URL') })
  expect((await get('/api/models/running')).status).toBe(200)
  expect(printed.out.match(/is ready at/g)).toHaveLength(1)
})

test('with another port it listens there, and no longer where it was', async () => {
  const { get, post, write, printed, reloaded } = await start('')
  const port = await freePort()
  await write(`PORT=${port}`)
  expect((await post('/api/reload_app')).status).toBe(202)
  await reloaded(1)
  expect(printed.out).toContain(`is ready at http://127.0.0.1:${port}\n`)
  expect((await fetch(`http://127.0.0.1:${port}/ping`)).status).toBe(200)
  await expect
    .poll(() =>
      get('/ping').then(
        () => 'open',
        () => 'refused',
      ),
    )
    .toBe('refused')
})

test('a port that is taken and an address of another machine are refused before anything is stopped', async () => {
  const port = await freePort()
  const { post, write, printed } = await start(`PORT=${port}`)
  const other = await listener(0, '127.0.0.1')
  await write(`PORT=${other.port}`)
  expect(await (await post('/api/reload_app')).json()).toMatchObject({
    code: 'configuration_invalid',
    detail: expect.stringContaining('set PORT to another port'),
  })

  for (const host of ['192.0.2.1', 'no-such-name.invalid']) {
    await write(`PORT=${port}\nHOST=${host}`)
    expect(await (await post('/api/reload_app')).json()).toMatchObject({
      code: 'configuration_invalid',
      detail: expect.stringContaining('HOST is not an address of this machine'),
    })
  }
  expect(printed.out.match(/is ready at/g)).toHaveLength(1)
})

// Of a Mac, only 127.0.0.1 is an address.
test.skipIf(process.platform === 'darwin')(
  'where the port turns out to be taken on the new address, the one before stays in use',
  async () => {
    const { port } = await listener(0, '127.0.0.2')
    const { get, post, write, printed } = await start(`PORT=${port}`)
    await write(`PORT=${port}\nHOST=0.0.0.0`)
    expect((await post('/api/reload_app')).status).toBe(202)
    await expect.poll(() => printed.out, { timeout: 60_000 }).toContain('the previous one is used again: Port')
    expect((await get('/api/models/running')).status).toBe(200)
  },
)

test('it is ended at once where it is told to, and the audit log knows by whom', async () => {
  const { post, get, ended, dataDir } = await start('')
  expect((await post('/api/force_kill', {})).status).toBe(400)
  expect((await post('/api/force_kill', { confirm: false })).status).toBe(400)
  const events = await get('/api/events')
  const cut = text(events.body as never).catch(() => 'cut')
  expect((await post('/api/force_kill', { confirm: true })).status).toBe(202)
  expect(await ended).toEqual({ code: 70, signal: null })
  await cut
  const log = await readFile(join(dataDir, 'logs', 'audit.log'), 'utf8')
  const entries = log
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  expect(entries.at(-1)).toMatchObject({ action: 'application.kill', outcome: 'accepted', actor: { role: 'admin' } })
})

/** Has the port until the test ends. */
async function listener(port: number, host: string): Promise<AddressInfo> {
  const server = createServer().listen(port, host)
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  return server.address() as AddressInfo
}
