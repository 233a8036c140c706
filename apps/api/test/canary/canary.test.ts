import { join } from 'node:path'
import { expect, test } from 'vitest'
import { freshDatabase } from '../../../../packages/core/test/postgres/fresh-database.ts'
import { password } from '../../../../packages/core/test/postgres/password.ts'
import { endpoints } from '../endpoints-of-contract.ts'
import { startProgram } from '../program.ts'
import { configured, databasePassword, formsOf, said } from './canaries.ts'
import { commandLines, createEvidence, filesIn } from './evidence.ts'
import { inEveryField, misplaced, type Sent, withSecret } from './hostile-places.ts'

import { type Headers, watched, withKey } from './watched.ts'

test('no secret of the configuration and no key, token, prompt or reply is found where it does not belong', {
  timeout: 600_000,
}, async () => {
  const { ollama, collector, evidence, send, listen, end } = await watched()
  const admin = withKey(configured.admin)
  const post = (path: string, body: object): Sent => ({ method: 'POST', path, body: JSON.stringify(body) })
  const events = await listen(configured.viewer)

  const made = (await send('admin', admin, post('/api/keys', { name: 'Laptop', role: 'operator' }), false)).json()
  const rotated = (await send('admin', admin, post(`/api/keys/${made.id}/rotate`, { grace_seconds: 60 }), false)).json()
  const signedIn = await send('admin', admin, { method: 'POST', path: '/api/session' }, false)
  const token = /od_session=([\w-]+)/.exec(signedIn.headers.get('set-cookie') ?? '')?.[1] ?? ''
  expect([made.key, rotated.key, token].map((secret) => secret.length > 40)).toEqual([true, true, true])
  const secrets = { ...configured, made: made.key, rotated: rotated.key, token }

  const operator = withKey(rotated.key)
  const asked = (prompt: string, session_id?: string) =>
    post('/api/chat?instance=main', { model: 'loose', prompt, session_id })
  expect((await send('the chat', operator, asked(said.prompt))).text).toContain(said.reply)
  await send('operator', operator, post('/api/chat/history', { id: 'kept', model: 'loose', messages: [] }))
  expect((await send('the chat', operator, asked(said.keptPrompt, 'kept'))).text).toContain(said.keptReply)
  // The third is refused, with all that was sent: words of that server.
  expect((await send('the chat', operator, asked(said.keptPrompt, 'kept'))).status).toBeGreaterThanOrEqual(400)

  const told = await send('admin', admin, post('/api/observability/alerts/test', {}))
  expect(told.json()).toMatchObject({ results: [{}, {}, {}] })

  const callers: Readonly<Record<string, Headers>> = {
    nobody: {},
    viewer: withKey(configured.viewer),
    operator: withKey(configured.operator),
    admin,
    'the old admin': withKey(configured.oldAdmin),
    'the replaced key': withKey(made.key),
    session: { cookie: `od_session=${token}`, 'sec-fetch-site': 'same-origin' },
    'a wrong key': withKey(`${configured.admin}x`),
    Basic: { authorization: `Basic ${Buffer.from(`ann:${configured.admin}`).toString('base64')}` },
  }
  const misplacedOnes = Object.values(secrets).filter((one) => one !== token)
  let places = 0
  for (const { endpoint } of endpoints) {
    for (const [who, headers] of Object.entries(callers)) {
      // What would make a key, end a key or forget the conversation is asked for by nobody here.
      const isHarmless = endpoint.method === 'GET' || endpoint.method === 'PUT'
      const { method } = endpoint
      for (const instance of ['main', 'gpu', 'far']) {
        const takes = 'instance' in (endpoint.query?.['properties'] ?? {})
        if (!takes && instance !== 'main') continue
        const path = endpoint.path.replaceAll(/:\w+/g, 'loose') + (takes ? `?instance=${instance}` : '')
        const isStart = /start|pull|copy|recommended|title/.test(endpoint.path)
        if (isHarmless || isStart) await send(who, headers, { method, path, ...(endpoint.body && { body: '{}' }) })
      }
    }
    // Each place gets one of them, and each of them some hundred places. What a token looks like, other texts do too.
    for (const [at, sent] of misplaced(endpoint).entries()) {
      const secret = misplacedOnes[(places + at) % misplacedOnes.length] ?? ''
      await send('a careless viewer', callers['viewer'] ?? {}, withSecret(sent, secret))
    }
    places += 1
  }
  for (const path of [
    '/',
    '/models',
    '/health',
    '/health?ready=true',
    '/metrics',
    '/api/docs/json',
    '/api/health',
    '/nowhere',
  ])
    await send('viewer', { ...callers['viewer'], accept: 'text/html' }, { method: 'GET', path })

  // It was sent where it belongs: otherwise nothing would have been looked for.
  const arrived = ollama.asked.join('')
  expect(arrived).toContain(configured.ollamaKey)
  expect(arrived).toContain(configured.ollamaHeader)
  expect(arrived).toContain(Buffer.from(`ann:${configured.ollamaPassword}`).toString('base64'))
  await end()
  await events.read
  expect(JSON.stringify(collector.requests[0]?.headers)).toContain(configured.collectorHeader)
  expect(events.soFar()).toContain('event: ')
  evidence.add('events', events.soFar())

  expect(evidence.places()).toEqual(
    expect.arrayContaining(['standard error', 'spans', 'file /dashboard.db', expect.stringMatching(/^process/)]),
  )
  expect(evidence.leaksOf(secrets)).toEqual([])
  const unseen = { prompt: said.prompt, reply: said.reply }
  const others = (where: string) => !where.includes('to the chat')
  expect(evidence.leaksOf(unseen, others)).toEqual([])
  // A conversation is kept, and read by whose it is and by admins.
  const kept = { keptPrompt: said.keptPrompt, keptReply: said.keptReply }
  const isOfHistory = (where: string) =>
    /^file|\/api\/chat\/history\S* to (?:admin|the old admin|session|the replaced key)$/.test(where)
  expect(evidence.leaksOf(kept, (where) => others(where) && !isOfHistory(where))).toEqual([])
})

test('what is sent in any field of a body reaches no log, no span and no refusal', { timeout: 600_000 }, async () => {
  const { evidence, send, end } = await watched()
  const keys = {
    admin: configured.admin,
    ollamaKey: configured.ollamaKey,
    own: `od_${'abcdefghij'}_${'Zz9-_'.repeat(9).slice(0, 43)}_0123abcd`,
  }
  for (const { endpoint } of endpoints)
    for (const secret of Object.values(keys))
      for (const sent of inEveryField(endpoint, secret)) await send('admin', withKey(configured.admin), sent)
  await end()
  const isRefusalOrLog = (where: string) => /^(?:standard|spans)/.test(where) || /^answer [45]/.test(where)
  expect(evidence.places().filter(isRefusalOrLog).length).toBeGreaterThan(10)
  expect(evidence.leaksOf(keys, isRefusalOrLog)).toEqual([])
})

test('a start that is refused tells no secret', { timeout: 600_000 }, async () => {
  const { admin, ollamaPassword, ollamaKey, ollamaHeader } = configured
  const refused: Record<string, string>[] = [
    { DATABASE_URL: `postgres://me:${databasePassword}@127.0.0.1:1/dashboard` },
    { REDIS_URL: `redis://me:${databasePassword}@127.0.0.1` },
    { DATABASE_URL: `mysql://me:${databasePassword}@127.0.0.1/dashboard` },
    { API_KEY_ADMIN: `${admin} ${admin}` },
    { OLLAMA_HOST: `ftp://ann:${ollamaPassword}@box` },
    { OLLAMA_API_KEY: `${ollamaKey} x`, OLLAMA_HEADERS: `{"X-Access":"${ollamaHeader}` },
    { OLLAMA_INSTANCES: `a=ftp://ann:${ollamaPassword}@box,b=two`, OLLAMA_API_KEY: ollamaKey },
  ]
  const evidence = createEvidence()
  for (const env of refused) {
    const { ended, printed } = await startProgram({ LOG_LEVEL: 'trace', ...env })
    expect([74, 75, 78]).toContain((await ended).code)
    expect(printed.err).not.toBe('')
    evidence.add(`refusal of ${Object.keys(env)}`, printed.out + printed.err)
  }
  expect(evidence.leaksOf({ ...configured, databasePassword })).toEqual([])
})

test('with PostgreSQL neither health nor log knows its password', { timeout: 600_000 }, async () => {
  const { evidence, send, end } = await watched({ DATABASE_URL: await freshDatabase() })
  for (const path of ['/api/health', '/metrics', '/health?ready=true'])
    expect((await send('admin', withKey(configured.admin), { method: 'GET', path })).status).toBe(200)
  await end()
  expect(evidence.leaksOf({ ...configured, password })).toEqual([])
})

test('the key of the first start is told once, on standard output, and kept as a hash', {
  timeout: 600_000,
}, async () => {
  const first = await startProgram({ HOST: '0.0.0.0', LOG_LEVEL: 'trace' })
  const url = await first.address()
  const generated = /shown only once: (od_\S+)/.exec(first.printed.out)?.[1] ?? ''
  expect(generated).toHaveLength(46)
  const evidence = createEvidence()
  for (const path of ['/api/keys', '/api/session', '/api/health', `/api/models/info/${generated}`, `/${generated}`]) {
    const answer = await fetch(url + path, { headers: withKey(generated) })
    evidence.add(path.slice(0, 20), JSON.stringify([...answer.headers]) + (await answer.text()))
  }
  first.child.kill('SIGTERM')
  await first.ended
  evidence.add('standard error', first.printed.err)
  for (const { where, text } of [...(await filesIn(first.dataDir)), ...(await commandLines())])
    evidence.add(where, text)
  expect(evidence.places()).toContain(`file ${join('/', 'admin-key.sha256')}`)
  expect(evidence.leaksOf({ generated })).toEqual([])
  expect(first.printed.out.split(generated)).toHaveLength(2)
})

test.each(formsOf('canary-that-sings-0123456789'))('a leak would be found as %s', (form) => {
  const evidence = createEvidence()
  evidence.add('a log', `before ${form} after`)
  expect(evidence.leaksOf({ canary: 'canary-that-sings-0123456789' })).toEqual(['canary in a log'])
})
