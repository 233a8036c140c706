import { expect, onTestFinished, test } from 'vitest'
import { failureOf } from './failure-of.ts'
import { hiddenModel, hiddenServer, marker, seenModel, setUpHidden } from './hidden-set-up.ts'
import { bearer, setUp } from './keys-set-up.ts'
import { as, testApp } from './support.ts'

test('a key with a role that an admin made does what it allows, and is told what it lacks', async () => {
  const { admin, app, clientOf } = await setUp()
  await admin.roles.create({
    body: { name: 'night-shift', based_on: 'viewer', allow: ['models.start'], deny: ['jobs.*'] },
  })
  const { key } = await admin.keys.create({ body: { name: 'Phone', role: 'night-shift' } })
  const session = await clientOf(key).session.get()
  expect(session).toMatchObject({ role: 'night-shift', grant: null, via: 'key' })
  expect(session.permissions).toContain('models.start')
  expect(session.permissions).not.toContain('jobs.list')
  expect(await clientOf(key).models.start({ params: { model: seenModel }, body: {} })).toMatchObject({
    state: 'loaded',
  })
  const refused = await failureOf(clientOf(key).models.delete({ params: { model: seenModel } }))
  expect(refused).toMatchObject({
    status: 403,
    code: 'forbidden',
    problem: {
      detail: 'This needs the permission "models.delete"; the key in use has the role "night-shift".',
      hint: 'Ask an administrator to add it to the role, or use a key with the role "admin".',
    },
  })
  const viewer = await app.inject({ method: 'POST', url: `/api/models/stop/${seenModel}`, headers: as('viewer') })
  expect(viewer.json()).toMatchObject({
    detail: 'This needs the permission "models.stop"; the key in use has the role "viewer".',
    hint: 'Use a key with the role "operator", or ask an administrator.',
  })
  const probe = `/api/models/performance/${seenModel}?probe=true`
  expect((await app.inject({ url: probe, headers: bearer(key) })).json().detail).toContain('"chat.send"')
  const blocked = await failureOf(admin.roles.delete({ params: { name: 'night-shift' } }))
  expect(blocked).toMatchObject({ status: 409, code: 'role_in_use' })
})

test('who may not pull does so neither by a start nor by taking up the pull of somebody else', async () => {
  const { admin, clientOf } = await setUp()
  await admin.roles.create({ body: { name: 'no-pulls', based_on: 'operator', deny: ['models.pull'] } })
  const { key } = await admin.keys.create({ body: { name: 'Phone', role: 'no-pulls' } })
  const started = clientOf(key).models.start({ params: { model: 'ghost:1b' }, body: { pull: true } })
  expect((await failureOf(started)).problem.detail).toContain('"models.pull"')
  const { job } = await admin.models.pull({ params: { model: 'ghost:1b' }, query: { wait: false } })
  await expect.poll(async () => (await admin.jobs.get({ params: { id: job.id } })).state).toBe('failed')
  const retried = await failureOf(clientOf(key).jobs.retry({ params: { id: job.id } }))
  expect(retried).toMatchObject({ status: 403, code: 'forbidden' })
  expect(retried.problem.detail).toBe('A retry of the pull of "ghost:1b" needs the permission "models.pull".')
})

test('a key counts from the networks of its grant alone, and a refusal does not tell which these are', async () => {
  const { admin, core } = await setUp()
  const grant = { addresses: ['203.0.113.0/24', '2001:db8::/32'] }
  const { key } = await admin.keys.create({ body: { name: 'Branch', role: 'admin', grant } })
  const { app } = await testApp({ core, trustProxy: (address) => address === '127.0.0.1' })
  const from = (address: string, url = '/api/keys') =>
    app.inject({ url, headers: { ...bearer(key), 'x-forwarded-for': address } })
  for (const address of ['203.0.113.9', '::ffff:203.0.113.9', '2001:db8::7']) {
    expect((await from(address)).statusCode, address).toBe(200)
  }
  for (const address of ['203.0.114.9', '2001:db9::7', '127.0.0.1']) {
    const answer = await from(address)
    expect([answer.statusCode, answer.json().code], address).toEqual([403, 'forbidden'])
    expect(answer.json().detail).toBe('The key in use does not count from this address.')
    expect(answer.body).not.toContain('203.0.113')
    expect((await from(address, '/api/session')).json()).toMatchObject({ role: null, key_id: null, permissions: [] })
  }
  // A browser that signed in there does not take its session elsewhere.
  const signedIn = await app.inject({
    method: 'POST',
    url: '/api/session',
    headers: { ...bearer(key), 'x-forwarded-for': '203.0.113.9' },
  })
  const cookie = String(signedIn.headers['set-cookie']).split(';')[0] ?? ''
  const session = async (address: string) =>
    (await app.inject({ url: '/api/session', headers: { cookie, 'x-forwarded-for': address } })).json().role
  expect([await session('203.0.113.9'), await session('198.51.100.1')]).toEqual(['admin', null])
  expect((await from('198.51.100.1', '/health')).statusCode).toBe(200)
})

test('where no key is needed, a key that does not count here is no way to be the local admin', async () => {
  const { app } = await setUp({ acceptedKeys: null })
  const headers = { host: '127.0.0.1:5000', 'sec-fetch-site': 'same-origin' }
  const payload = { name: 'Branch', role: 'viewer', grant: { addresses: ['203.0.113.9'] } }
  const { key } = (await app.inject({ method: 'POST', url: '/api/keys', headers, payload })).json()
  const answer = await app.inject({ url: '/api/keys', headers: { ...headers, ...bearer(key) } })
  expect([answer.statusCode, answer.json().code]).toEqual([403, 'forbidden'])
})

test('what is no network is refused by its place', async () => {
  const { admin } = await setUp()
  const grant = { addresses: ['10.0.0.0/8', '10.0.0.0/99'] }
  const failure = await failureOf(admin.keys.create({ body: { name: 'Branch', role: 'viewer', grant } }))
  expect(failure).toMatchObject({
    status: 400,
    code: 'validation_failed',
    problem: { errors: [{ path: '/body/grant/addresses/1' }] },
  })
})

test('figures of all models are refused to a key that sees some, and told to one that is bound to an address', async () => {
  const { app, as: callers } = await setUpHidden()
  const answer = await app.inject({ url: '/metrics', headers: callers.narrowed })
  expect([answer.statusCode, answer.json().code]).toEqual([403, 'forbidden'])
  expect((await app.inject({ url: '/metrics', headers: as('viewer') })).body).toContain(marker)
  const payload = { name: 'Scraper', role: 'viewer', grant: { addresses: ['127.0.0.0/8'] } }
  const { key } = (await app.inject({ method: 'POST', url: '/api/keys', headers: as('admin'), payload })).json()
  expect((await app.inject({ url: '/metrics', headers: bearer(key) })).statusCode).toBe(200)
})

test('the event stream of a narrowed key tells what it sees, and ends when the grant narrows', async () => {
  const { baseUrl, admin, as: callers, keyId } = await setUpHidden()
  const open = async (headers: Record<string, string>) => (await fetch(`${baseUrl}/api/events`, { headers })).text()
  const seen = open(callers.narrowed)
  await expect
    .poll(async () => (await fetch(`${baseUrl}/metrics`, { headers: as('viewer') })).text())
    .toMatch(/sse_clients 1\n/)
  await admin.models.stop({ params: { model: hiddenModel } })
  const [onLab] = (await admin.models.available({ query: { instance: hiddenServer } })).models
  await admin.models.start({ params: { model: onLab?.name ?? '' }, query: { instance: hiddenServer } })
  await admin.settings.copy({ body: { from: hiddenModel, to: [seenModel] } })
  await admin.models.start({ params: { model: seenModel } })
  await admin.keys.update({ params: { id: keyId }, body: { grant: { models: ['none'] } } })
  const text = await seen
  expect(text).toMatch(/^event: snapshot\n/)
  expect(text).toContain('event: settings.saved')
  expect(text).toContain('event: model.loaded')
  expect(text).not.toContain(marker)
})

test('what is done with all models is done with those that a key sees', async () => {
  const { admin, narrowed } = await setUpHidden()
  const before = await admin.settings.get({ params: { model: hiddenModel } })
  const file = { [hiddenModel]: { settings: { temperature: 1 } }, [seenModel]: { settings: { temperature: 1 } } }
  const imported = await narrowed.settings.import({ body: file })
  expect(imported).toMatchObject({ imported: 1, skipped: 0, models: [{ model: seenModel }], errors: [] })
  expect(JSON.stringify(await narrowed.settings.migrate({}))).not.toContain(marker)
  const applied = await narrowed.settings.applyAllRecommended({ body: { overwrite: true } })
  expect(JSON.stringify(applied)).not.toContain(marker)
  const { job } = await narrowed.settings.applyAllRecommended({ query: { wait: false }, body: { overwrite: true } })
  const ended = async () => narrowed.jobs.get({ params: { id: job.id } })
  await expect.poll(async () => (await ended()).state).toBe('done')
  expect(JSON.stringify(await ended())).not.toContain(marker)
  expect(await admin.settings.get({ params: { model: hiddenModel } })).toEqual(before)
  expect(await narrowed.conversations.deleteAll()).toMatchObject({ deleted: 2 })
  expect((await admin.conversations.get({ params: { id: 'hidden' } })).id).toBe('hidden')
})

test('the default server of a narrowed key is the first that it sees', async () => {
  const { admin, clientOf } = await setUpHidden()
  const grant = { instances: [`${marker}*`] }
  const lab = clientOf((await admin.keys.create({ body: { name: 'Lab', role: 'operator', grant } })).key)
  const { instances } = await lab.fleet.list()
  expect(instances.map(({ name, is_default }) => [name, is_default])).toEqual([[hiddenServer, true]])
  expect((await lab.system.version()).instance).toBe(hiddenServer)
  const there = await admin.models.available({ query: { instance: hiddenServer } })
  expect((await lab.models.available()).models).toEqual(there.models)
  const elsewhere = await failureOf(lab.models.available({ query: { instance: 'default' } }))
  expect(elsewhere.problem).toMatchObject({ code: 'instance_not_found', hint: `Known servers: ${hiddenServer}.` })
  const none = clientOf(
    (await admin.keys.create({ body: { name: 'No', role: 'viewer', grant: { instances: ['x'] } } })).key,
  )
  expect(await none.fleet.list()).toEqual({ instances: [] })
  expect((await failureOf(none.models.available())).code).toBe('instance_not_found')
  expect((await none.observability.health()).components.map(({ name }) => name).join()).not.toMatch(/default|lab/)
})

test('figures of the host are in the events of those alone who may read them', async () => {
  const { admin, baseUrl, create } = await setUp()
  await admin.roles.create({ body: { name: 'no-host', based_on: 'viewer', deny: ['system.stats'] } })
  const { key } = await admin.keys.create({ body: { name: 'Guest', role: 'no-host' } })
  const viewer = await create('Screen', 'viewer')
  const open = async (query: string, key: string) => {
    const leave = new AbortController()
    onTestFinished(() => leave.abort())
    return fetch(`${baseUrl}/api/events${query}`, { headers: bearer(key), signal: leave.signal })
  }
  const refused = await open('?stats=true', key)
  expect([refused.status, await refused.json()]).toMatchObject([
    403,
    { code: 'forbidden', detail: 'This needs the permission "system.stats"; the key in use has the role "no-host".' },
  ])
  expect((await open('', key)).status).toBe(200)
  const seen = await open('?stats=true', viewer.key)
  const reader = seen.body?.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  while (!text.includes('event: stats')) text += (await reader?.read())?.value ?? ''
  expect(text).toContain('"memory"')
})
