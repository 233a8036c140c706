import { rightsOf } from '@ollama-dashboard/core'
import { expect, test } from 'vitest'
import { failureOf } from './failure-of.ts'
import { bearer, setUp } from './keys-set-up.ts'
import { as, keyOf, sessionOf, testApp } from './support.ts'

test('a key is made, used, renamed, given another role, replaced and revoked', async () => {
  const { admin, clientOf, create, session } = await setUp()
  const { key, ...made } = await create('Laptop', 'viewer')
  expect(made).toMatchObject({ name: 'Laptop', role: 'viewer', source: 'stored', created_by: 'env:admin' })
  const { id } = made
  expect((await session(bearer(key))).json()).toEqual(sessionOf('viewer', id, 'key'))
  const laptop = clientOf(key)
  const save = () => laptop.presets.create({ body: { name: 'Tutor', system: 'Explain.' } })
  expect((await failureOf(save())).code).toBe('forbidden')

  const changed = await admin.keys.update({ params: { id }, body: { name: 'Desktop', role: 'operator' } })
  expect(changed).toMatchObject({ id, name: 'Desktop', role: 'operator' })
  expect(await save()).toMatchObject({ updated_by: id })
  expect((await laptop.keys.names()).names).toMatchObject({ [id]: 'Desktop', 'env:viewer': 'API_KEY_VIEWER' })
  const listed = (await admin.keys.list()).keys
  expect(listed.map(({ name }) => name)).toEqual(['API_KEY_VIEWER', 'API_KEY_OPERATOR', 'API_KEY_ADMIN', 'Desktop'])
  expect(listed.at(-1)).toMatchObject({ last_used_at: expect.any(String), last_used_from: '127.0.0.1' })

  const fresh = await admin.keys.rotate({ params: { id } })
  expect((await session(bearer(key))).json().role).toBeNull()
  expect((await session(bearer(fresh.key))).json()).toEqual(sessionOf('operator', id, 'key'))

  expect(await admin.keys.revoke({ params: { id } })).toEqual({ success: true, message: 'Key "Desktop" revoked.' })
  expect((await session(bearer(fresh.key))).json().role).toBeNull()
  expect((await admin.keys.list()).keys.at(-1)).toMatchObject({ id, revoked_at: expect.any(String) })
  expect((await admin.presets.list()).presets[0]).toMatchObject({ updated_by: id })
  expect((await admin.keys.names()).names[id]).toBe('Desktop')
})

test('what cannot be done is refused with its reason', async () => {
  const { admin, create } = await setUp()
  const { id } = await create('Laptop')
  const change = (of: string, body: object) => failureOf(admin.keys.update({ params: { id: of }, body }))
  expect(await failureOf(create('LAPTOP'))).toMatchObject({ status: 409, code: 'key_exists' })
  expect(await change('key:absent', { name: 'x' })).toMatchObject({ status: 404, code: 'key_not_found' })
  expect(await change('env:admin', { name: 'x' })).toMatchObject({ status: 409, code: 'key_not_changeable' })
  expect(await change(id, { expires_at: '2020-01-01T00:00:00Z' })).toMatchObject({
    status: 400,
    problem: { errors: [{ path: '/body/expires_at' }] },
  })
  expect(await change(id, {})).toMatchObject({ status: 400 })
  expect(await failureOf(create('🙂'.repeat(61)))).toMatchObject({ status: 400 })
  await create('🙂'.repeat(60))
  await admin.keys.revoke({ params: { id } })
  expect(await failureOf(admin.keys.revoke({ params: { id } }))).toMatchObject({ status: 409, code: 'key_revoked' })
})

test('why a key is refused is told to whoever has it, and is no way to guess for free', async () => {
  const { app, admin, create } = await setUp()
  const { id, key } = await create('Laptop')
  await admin.keys.revoke({ params: { id } })
  const detailOf = async (sent: string) => {
    const answer = await app.inject({ url: '/api/models/available', headers: bearer(sent) })
    expect(answer.headers['www-authenticate']).toBe('Bearer')
    return [answer.statusCode, answer.json().code, answer.json().detail]
  }
  const mistyped = `${key.slice(0, -1)}${key.endsWith('0') ? '1' : '0'}`
  expect(await detailOf(key)).toEqual([401, 'unauthorized', 'The key was revoked.'])
  expect(await detailOf(mistyped)).toEqual([401, 'unauthorized', 'The key is mistyped.'])
  expect(await detailOf(`${key}0`)).toEqual([401, 'unauthorized', 'Invalid key.'])
  let last = 0
  for (let tries = 0; tries < 10; tries += 1) {
    last = (await app.inject({ url: '/api/models/available', headers: bearer(mistyped) })).statusCode
  }
  expect(last).toBe(429)
})

test('a key that another dashboard made is accepted at once', async () => {
  const { core, create } = await setUp()
  const { id, key } = await create('Laptop')
  let isKnown = false
  const learn = async () => {
    isKnown = true
  }
  const credentials = {
    ...core.credentials,
    find: (given: string) => (isKnown ? core.credentials.find(given) : null),
    learn: (given: string) => (given === key ? learn() : null),
  }
  const { app } = await testApp({ core: { ...core, credentials } })
  expect((await app.inject({ url: '/api/session', headers: bearer(keyOf('viewer')) })).json().role).toBeNull()
  expect((await app.inject({ url: '/api/session', headers: bearer(key) })).json()).toMatchObject({ key_id: id })
})

test('the last admin key can be neither revoked, nor made less, nor given an end', async () => {
  const operators = { id: 'env:operator', role: 'operator' as const, sha256: Buffer.alloc(32) }
  const { app, core } = await setUp({ acceptedKeys: [operators] })
  const context = {
    actor: { id: 'env:admin', name: 'API_KEY_ADMIN', ...rightsOf('admin'), via: 'key', address: null },
    signal: new AbortController().signal,
  } as const
  const { id, key } = await core.keys.create(context, { name: 'First', role: 'admin' })
  const url = `/api/keys/${id}`
  const change = (payload: object) => app.inject({ method: 'PATCH', url, headers: bearer(key), payload })
  const revoke = () => app.inject({ method: 'DELETE', url, headers: bearer(key) })
  for (const answer of [
    await revoke(),
    await change({ role: 'operator' }),
    await change({ expires_at: '2100-01-01T00:00:00Z' }),
  ]) {
    expect([answer.statusCode, answer.json().code]).toEqual([409, 'last_admin'])
  }
  await core.keys.create(context, { name: 'Second', role: 'admin' })
  expect((await revoke()).statusCode).toBe(200)
})

test('no key is in a line of the log, an event, an error or a list', async () => {
  const { app, admin, clientOf, create, lines, listen, session } = await setUp()
  const stream = await listen(as('viewer'))
  const first = await create('Laptop', 'admin')
  const { id } = first
  const second = await admin.keys.rotate({ params: { id }, body: { grace_seconds: 60 } })
  const told = [await clientOf(first.key).keys.list(), await clientOf(second.key).keys.names()]
  await app.inject({ method: 'POST', url: '/api/session', headers: bearer(second.key) })
  const refused = await failureOf(clientOf(second.key).keys.create({ body: { name: 'laptop', role: 'viewer' } }))
  await admin.keys.revoke({ params: { id } })
  const denied = await app.inject({ url: '/api/keys', headers: bearer(second.key) })
  await session(bearer(`${first.key}x`))
  const events = await admin.observability.recentEvents()
  expect(events.events[0]).toMatchObject({ type: 'keys.changed', by: 'env:admin', detail: '"Laptop" revoked' })
  await app.close()
  const everything = [lines, told, refused.problem, denied.body, events, await stream.ended].map((one) =>
    JSON.stringify(one),
  )
  expect(everything.join('')).toContain('Laptop')
  for (const { key } of [first, second]) {
    const [, secret = ''] = /^od_[a-z0-9]{10}_(.{43})/.exec(key) ?? []
    expect(everything.join('')).not.toContain(secret)
  }
})

test('where no key is needed, a stored key acts as itself, and everybody else is the local admin', async () => {
  const { app } = await setUp({ acceptedKeys: null })
  const host = '127.0.0.1:5000'
  const local = { host, 'sec-fetch-site': 'same-origin' }
  const made = await app.inject({
    method: 'POST',
    url: '/api/keys',
    headers: local,
    payload: { name: 'A', role: 'viewer' },
  })
  expect(made.json()).toMatchObject({ role: 'viewer', created_by: null })
  const { id, key } = made.json()
  const session = async (headers: Record<string, string>) => (await app.inject({ url: '/api/session', headers })).json()
  expect(await session({ host, ...bearer(key) })).toEqual(sessionOf('viewer', id, 'key'))
  // From another machine too, as where keys are needed.
  const forwarded = { host: 'box.example', 'x-forwarded-for': '203.0.113.9' }
  expect(await session({ ...forwarded, ...bearer(key) })).toMatchObject({ role: 'viewer' })
  expect(await session(forwarded)).toMatchObject({ code: 'host_not_allowed' })
  expect((await app.inject({ url: '/api/keys', headers: { host, ...bearer(key) } })).statusCode).toBe(403)
  for (const other of [{}, bearer(keyOf('viewer')), bearer(`${key}x`)]) {
    expect(await session({ host, ...other })).toEqual(sessionOf('admin', null, 'none'))
  }
  const signedIn = await app.inject({ method: 'POST', url: '/api/session', headers: { host, ...bearer(key) } })
  expect([signedIn.json().via, signedIn.headers['set-cookie']]).toEqual(['key', undefined])
  expect((await app.inject({ method: 'DELETE', url: `/api/keys/${id}`, headers: local })).statusCode).toBe(200)
  expect(await session({ ...forwarded, ...bearer(key) })).toMatchObject({ code: 'host_not_allowed' })
})
