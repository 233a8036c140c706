import { limits } from '@ollama-dashboard/contracts'
import { expect, test, vi } from 'vitest'
import { localActor } from '../src/kernel/call-context.ts'
import { DashboardError } from '../src/kernel/errors.ts'
import { caller } from './caller.ts'
import { fixedKey, setUpKeys } from './keys-set-up.ts'

const later = '2026-02-01T00:00:00.000Z'
const generated = { ...fixedKey('admin'), id: 'generated:admin' }

test('those of the environment are listed first, each once, then the others by name', async () => {
  const rotating = [fixedKey('viewer'), fixedKey('admin'), { ...fixedKey('admin'), sha256: Buffer.alloc(32) }]
  const { keys, create } = await setUpKeys({ accepted: rotating })
  for (const name of ['Übersetzer', 'laptop 10', 'Laptop 9']) await create(name)
  const listed = await keys.list(caller())
  expect(listed.map(({ name, source }) => [name, source])).toEqual([
    ['API_KEY_VIEWER', 'environment'],
    ['API_KEY_ADMIN', 'environment'],
    ['Laptop 9', 'stored'],
    ['laptop 10', 'stored'],
    ['Übersetzer', 'stored'],
  ])
  expect(listed[1]).toMatchObject({ id: 'env:admin', role: 'admin', prefix: null, created_at: null })
  const [made] = await (await setUpKeys({ accepted: [generated] })).keys.list(caller())
  expect(made).toMatchObject({ name: 'Generated admin key', source: 'generated' })
})

test('a key is told once, with who made it; the list tells how it begins', async () => {
  const { keys, create } = await setUpKeys()
  const { key, ...made } = await create('Laptop', 'viewer', later)
  expect(made).toEqual({
    id: expect.stringMatching(/^key:[a-z0-9]{10}$/),
    name: 'Laptop',
    role: 'viewer',
    grant: null,
    source: 'stored',
    prefix: key.slice(0, 'od_0123456789'.length),
    created_at: '2026-01-01T00:00:00.000Z',
    created_by: 'laptop',
    expires_at: later,
    last_used_at: null,
    last_used_from: null,
    replaced_until: null,
    revoked_at: null,
  })
  const listed = await keys.list(caller())
  expect(listed).toContainEqual(made)
  expect(JSON.stringify(listed)).not.toContain(key.slice('od_0123456789_'.length))
  const byNobody = await keys.create({ ...caller(), actor: localActor }, { name: 'Desktop', role: 'viewer' })
  expect(byNobody.created_by).toBeNull()
  expect(await keys.names(caller())).toEqual({
    'env:admin': 'API_KEY_ADMIN',
    [made.id]: 'Laptop',
    [byNobody.id]: 'Desktop',
  })
})

test('a name is one line, is never empty, and is of one key alone until that is revoked', async () => {
  const { keys, create } = await setUpKeys()
  const { id, name } = await create(' My\r\nlaptop\u001b \ud800')
  expect(name).toBe('My laptop  \ufffd')
  await expect(create('\n \0')).rejects.toMatchObject({
    code: 'validation_failed',
    fieldErrors: [{ path: '/body/name', message: 'must not be empty' }],
  })
  await create('Desktop')
  const refusal = { code: 'key_exists', message: 'A key "Desktop" already exists.' }
  await expect(create('DESKTOP')).rejects.toMatchObject(refusal)
  await expect(keys.update(caller(), { id, name: 'desktop' })).rejects.toMatchObject(refusal)
  await keys.update(caller(), { id, name: 'MY LAPTOP' })
  await keys.revoke(caller(), { id })
  const again = await create('my laptop')
  expect(await keys.names(caller())).toMatchObject({ [id]: 'MY LAPTOP', [again.id]: 'my laptop' })
})

test.each(['2026-01-01T00:00:00Z', '2025-12-31', 'tomorrow', '', '+012026-01-01T00:00:00Z'])(
  'a key does not expire at "%s"',
  async (expires_at) => {
    const { keys, create } = await setUpKeys()
    const refusal = { code: 'validation_failed', fieldErrors: [{ path: '/body/expires_at' }] }
    await expect(create('Laptop', 'viewer', expires_at)).rejects.toMatchObject(refusal)
    const { id } = await create('Laptop')
    await expect(keys.update(caller(), { id, expires_at })).rejects.toMatchObject(refusal)
  },
)

test('there are so many and no more; of the revoked ones the newest stay', async () => {
  const { keys, create, clock, storage } = await setUpKeys()
  const made = await Promise.all(Array.from({ length: limits.keys }, (_, index) => create(`Key ${index}`)))
  await expect(create('One more')).rejects.toMatchObject({ code: 'too_many_keys' })
  for (const { id } of made) {
    await clock.advance(1)
    await keys.revoke(caller(), { id })
  }
  const extra = await create('One more')
  await keys.revoke(caller(), extra)
  await create('And another')
  const names = (await storage.keys.all()).map(({ name }) => name)
  expect(names).toHaveLength(limits.keys + 1)
  expect(names).toContain('One more')
  expect(names).not.toContain('Key 0')
})

test('what is set before the start, gone or revoked is not changed', async () => {
  const { keys, create } = await setUpKeys()
  const { id } = await create('Laptop')
  await keys.revoke(caller(), { id })
  const changes = [
    (id: string) => keys.update(caller(), { id, name: 'Desktop' }),
    (id: string) => keys.rotate(caller(), { id }),
    (id: string) => keys.revoke(caller(), { id }),
  ]
  for (const change of changes) {
    const refusal = { code: 'key_not_changeable', message: 'API_KEY_ADMIN is set before the start.' }
    await expect(change('env:admin')).rejects.toMatchObject(refusal)
    await expect(change('key:absent')).rejects.toMatchObject({ code: 'key_not_found' })
    await expect(change(id)).rejects.toMatchObject({ code: 'key_revoked', message: 'The key "Laptop" was revoked.' })
  }
})

test('where nothing else is an admin for ever, the last such key stays one', async () => {
  const { keys, create } = await setUpKeys({ accepted: [fixedKey('operator')] })
  const { id } = await create('First', 'admin')
  await create('Expiring', 'admin', later)
  const revoked = await create('Revoked', 'admin')
  await keys.revoke(caller(), revoked)
  const attempts = [
    () => keys.revoke(caller(), { id }),
    () => keys.update(caller(), { id, role: 'operator' }),
    () => keys.update(caller(), { id, expires_at: later }),
  ]
  const refusal = { code: 'last_admin', message: '"First" is the last admin key that does not expire.' }
  for (const attempt of attempts) await expect(attempt()).rejects.toMatchObject(refusal)
  await keys.update(caller(), { id, name: 'Renamed' })
  await keys.rotate(caller(), { id })
  await create('Second', 'admin')
  expect(await keys.revoke(caller(), { id })).toBe('Renamed')
})

test.each([
  ['the environment has an admin key', [fixedKey('admin')]],
  ['an admin key was generated', [generated]],
  ['no key is needed', null],
])('the last stored admin key may be revoked where %s', async (_, accepted) => {
  const { keys, create } = await setUpKeys({ accepted })
  const key = await create('First', 'admin')
  expect(await keys.revoke(caller(), key)).toBe('First')
})

test('everybody is told of each change by the name, and of nothing else', async () => {
  const { events, keys, create, clock } = await setUpKeys()
  const { id } = await create('Laptop', 'viewer', later)
  await keys.update(caller(), { id, name: 'Desktop' })
  await create('desktop').catch(() => undefined)
  await keys.rotate(caller(), { id, grace_seconds: 60 })
  await clock.advance(40 * 86_400_000)
  await keys.list(caller())
  await keys.revoke(caller(), { id })
  const told = { type: 'keys.changed', by: 'laptop' }
  const recent = events.recent(10)
  expect(recent).toMatchObject([
    { ...told, detail: '"Desktop" revoked' },
    { type: 'keys.changed', detail: '"Desktop" expired', at: later },
    { ...told, detail: '"Desktop" replaced' },
    { ...told, detail: '"Desktop" changed' },
    { ...told, detail: '"Laptop" created' },
  ])
  expect(recent).toHaveLength(5)
})

test('a change that cannot be stored changes nothing', async () => {
  const { keys, credentials, create, storage, events } = await setUpKeys()
  const { id, key } = await create('Laptop')
  const before = [await keys.list(caller()), events.lastId]
  const lost = new DashboardError('storage_unavailable', 'The disk is full.')
  vi.spyOn(storage.keys, 'replace').mockRejectedValue(lost)
  vi.spyOn(storage.keys, 'add').mockRejectedValue(lost)
  await expect(keys.revoke(caller(), { id })).rejects.toBe(lost)
  await expect(keys.rotate(caller(), { id })).rejects.toBe(lost)
  await expect(create('Desktop')).rejects.toBe(lost)
  expect([await keys.list(caller()), events.lastId]).toEqual(before)
  expect(credentials.find(key)?.id).toBe(id)
})
