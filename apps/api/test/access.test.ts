import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Grant } from '@ollama-dashboard/contracts'
import { systemContext } from '@ollama-dashboard/core'
import { expect, test } from 'vitest'
import { fakeClock } from '../../../packages/core/test/fake-clock.ts'
import type { App } from '../src/app.ts'
import { fakeCore, sessionToken } from './fake-core.ts'
import { simulatedCore } from './simulated-core.ts'
import { as, keyOf, testApp } from './support.ts'

const file = join(import.meta.dirname, 'access.matrix.txt')
const evil = 'https://evil.example'

type Method = 'GET' | 'HEAD' | 'POST'
type Callers = Readonly<Record<string, Readonly<Record<string, string>>>>

/** Admin keys made at run time, each as its life has left it, and the core that knows them. */
async function storedKeys() {
  const clock = fakeClock()
  const { core } = await simulatedCore({ core: { clock } })
  const { keys, credentials, roles } = core
  const create = (name: string, expires_at: string | null = null) =>
    keys.create(systemContext, { name, role: 'admin', expires_at })
  const [expired, revoked] = [await create('Expired', '2026-01-01T00:30:00Z'), await create('Revoked')]
  await keys.revoke(systemContext, revoked)
  const [replaced, grace] = [await create('Replaced'), await create('Being replaced')]
  await keys.rotate(systemContext, { id: replaced.id, grace_seconds: 60 })
  await keys.rotate(systemContext, { id: grace.id, grace_seconds: 7200 })
  await clock.advance(3_600_000)
  // A role that an admin made, and keys that see other models than the one that is asked for, and count elsewhere.
  await roles.create(systemContext, { name: 'night', based_on: 'viewer', allow: ['models.start'], deny: ['jobs.*'] })
  const role = await keys.create(systemContext, { name: 'Night', role: 'night' })
  const narrow = (name: string, grant: Grant) => keys.create(systemContext, { name, role: 'admin', grant })
  const narrowed = await narrow('Narrowed', { models: ['other:*'] })
  const afar = await narrow('Afar', { addresses: ['203.0.113.0/24'] })
  const callers = Object.entries({ expired, revoked, grace, replaced, role, narrowed, afar }).map(
    ([name, { key }]) => [name, { authorization: `Bearer ${key}` }] as const,
  )
  return { credentials, callers: Object.fromEntries(callers) }
}

const withKeys: Callers = {
  none: {},
  wrong: { authorization: 'Bearer not-a-key' },
  viewer: as('viewer'),
  operator: as('operator'),
  admin: as('admin'),
  cross: { ...as('admin'), origin: evil, 'sec-fetch-site': 'cross-site' },
  header: { 'x-api-key': keyOf('admin') },
  'two keys': { ...as('admin'), 'x-api-key': keyOf('viewer') },
  session: { cookie: `od_session=${sessionToken}`, 'sec-fetch-site': 'same-origin' },
  // A page of another port of this machine: its requests carry the cookie.
  borrowed: { cookie: `od_session=${sessionToken}`, 'sec-fetch-site': 'same-site' },
  // No browser sends the cookie with these: here it does.
  foreign: { cookie: `od_session=${sessionToken}`, 'sec-fetch-site': 'cross-site', origin: evil },
  ended: { cookie: `od_session=${'e'.repeat(43)}`, 'sec-fetch-site': 'same-origin' },
}

const withoutKeys: Callers = {
  local: { host: '127.0.0.1:5000' },
  named: { host: 'localhost:5000', origin: 'http://localhost:5000', 'sec-fetch-site': 'same-origin' },
  rebound: { host: 'evil.example:5000' },
  cross: { host: '127.0.0.1:5000', origin: evil },
  fetched: { host: '127.0.0.1:5000', 'sec-fetch-site': 'cross-site' },
  port: { host: 'localhost:5000', origin: 'http://localhost:3000', 'sec-fetch-site': 'same-site' },
}

/** What stands for the variable part of a route. */
const filled = (url: string) =>
  url
    .replace('/assets/*', '/assets/app-1a2b3c.js')
    .replace('/api/docs/static/*', '/api/docs/static/index.css')
    .replace(/:model/, 'llama3.2:3b')
    .replace('*', 'hf.co/org/model:Q4_K_M')

/** What each caller meets at each route that is registered: `ok`, or the status of the refusal. */
async function observe(app: App, callers: Callers): Promise<string[]> {
  await app.ready()
  const lines = [
    `${''.padEnd(51)}${Object.keys(callers)
      .map((name) => name.padEnd(9))
      .join('')}`,
  ]
  let address = 0
  for (const { url, methods } of app.routes) {
    for (const method of methods as Method[]) {
      // Told with its GET, which admits the same callers: see the test below.
      if (method === 'HEAD') continue
      const verdicts: string[] = []
      for (const headers of Object.values(callers)) {
        address += 1
        const remoteAddress = `10.0.${address >> 8}.${address & 255}`
        const { statusCode } = await app.inject({ method, url: filled(url), headers, remoteAddress })
        verdicts.push(statusCode < 400 ? 'ok' : String(statusCode))
      }
      lines.push(`${method.padEnd(7)}${url.padEnd(44)}${verdicts.map((verdict) => verdict.padEnd(9)).join('')}`)
    }
  }
  return lines.map((line) => line.trimEnd())
}

test('every route admits exactly the callers in access.matrix.txt', async () => {
  const { credentials, callers } = await storedKeys()
  const { app } = await testApp({ core: { ...fakeCore().core, credentials } })
  const { app: open } = await testApp({ keys: null })
  const observed = [
    'With keys',
    ...(await observe(app, { ...withKeys, ...callers })),
    '',
    'Without a key, on loopback',
    ...(await observe(open, withoutKeys)),
    '',
  ].join('\n')
  // A handler that fails admits nobody and refuses nobody: fakeCore() has no answer for it.
  expect(observed.split('\n').filter((line) => / 500\b/.test(line))).toEqual([])
  if (process.env['UPDATE']) await writeFile(file, observed)
  expect(observed).toBe(await readFile(file, 'utf8'))
})

test('HEAD is refused where GET is', async () => {
  const { app } = await testApp()
  await app.ready()
  for (const { url } of app.routes.filter(({ methods }) => methods.includes('HEAD'))) {
    const [get, head] = await Promise.all([app.inject(filled(url)), app.inject({ method: 'HEAD', url: filled(url) })])
    expect(head.statusCode, url).toBe(get.statusCode)
    expect(head.body).toBe('')
  }
})

test('a route that declares no permission keeps the app from starting', async () => {
  const { app } = await testApp()
  app.get('/loose', () => 'x')
  await expect(app.ready()).rejects.toThrow('No permission is declared for GET /loose')
})
