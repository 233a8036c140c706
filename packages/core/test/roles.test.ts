import { builtInPermissions, limits } from '@ollama-dashboard/contracts'
import { expect, test, vi } from 'vitest'
import { caller, narrowedCaller } from './caller.ts'
import { fixedKey, setUpKeys } from './keys-set-up.ts'

const operator = caller(undefined, { role: 'operator' })

test('the built-in roles are told first, then the others by name, each with what it comes to and how many keys have it', async () => {
  const { roles, keys, create } = await setUpKeys()
  const made = await roles.create(caller(), { name: 'night-shift', based_on: 'viewer', allow: ['models.start'] })
  expect(made).toEqual({
    name: 'night-shift',
    description: '',
    built_in: false,
    based_on: 'viewer',
    allow: ['models.start'],
    deny: [],
    permissions: expect.arrayContaining(['models.running', 'models.start']),
    keys: 0,
    created_at: '2026-01-01T00:00:00.000Z',
    created_by: 'laptop',
  })
  expect(made.permissions).toHaveLength(builtInPermissions.viewer.size + 1)
  await roles.create(caller(), { name: 'cleaning', description: ' Removes\nmodels ', allow: ['models.delete'] })
  const revoked = await create('Old', 'night-shift')
  await keys.revoke(caller(), revoked)
  await create('Phone', 'night-shift')
  const listed = await roles.list(caller())
  expect(listed.map(({ name, built_in, keys }) => [name, built_in, keys])).toEqual([
    ['viewer', true, 0],
    ['operator', true, 0],
    ['admin', true, 0],
    ['cleaning', false, 0],
    ['night-shift', false, 1],
  ])
  expect(listed[2]?.permissions).toEqual([...builtInPermissions.admin])
  expect(listed[3]?.description).toBe('Removes models')
})

test('a permission that names nothing is refused by its place, and so is a base that is not built in', async () => {
  const { roles } = await setUpKeys()
  await expect(roles.create(caller(), { name: 'a', allow: ['models.start', 'models.fly'] })).rejects.toMatchObject({
    code: 'validation_failed',
    message: '"models.fly" is not a permission.',
    fieldErrors: [{ path: '/body/allow/1' }],
  })
  await expect(roles.create(caller(), { name: 'a', deny: ['session.get'] })).rejects.toMatchObject({
    fieldErrors: [{ path: '/body/deny/0' }],
  })
  await roles.create(caller(), { name: 'a' })
  for (const based_on of ['a', 'nobody']) {
    await expect(roles.create(caller(), { name: 'b', based_on })).rejects.toMatchObject({
      fieldErrors: [{ path: '/body/based_on' }],
    })
    await expect(roles.update(caller(), { name: 'a', based_on })).rejects.toMatchObject({ code: 'validation_failed' })
  }
})

test('a name is of one role alone, and built-in ones stay as they are', async () => {
  const { roles, create } = await setUpKeys()
  await roles.create(caller(), { name: 'night-shift' })
  for (const name of ['night-shift', 'admin']) {
    await expect(roles.create(caller(), { name })).rejects.toMatchObject({ code: 'role_exists' })
  }
  await expect(roles.update(caller(), { name: 'viewer', allow: ['*'] })).rejects.toMatchObject({
    code: 'role_not_changeable',
  })
  await expect(roles.remove(caller(), { name: 'admin' })).rejects.toMatchObject({ code: 'role_not_changeable' })
  await expect(roles.update(caller(), { name: 'absent' })).rejects.toMatchObject({ code: 'role_not_found' })
  await expect(roles.remove(caller(), { name: 'absent' })).rejects.toMatchObject({ code: 'role_not_found' })
  await expect(create('Laptop', 'absent')).rejects.toMatchObject({ code: 'role_not_found' })
})

test('there are so many and no more', async () => {
  const { roles } = await setUpKeys()
  for (let index = 0; index < limits.roles; index += 1) await roles.create(caller(), { name: `role-${index}` })
  await expect(roles.create(caller(), { name: 'one-more' })).rejects.toMatchObject({ code: 'too_many_roles' })
  await roles.remove(caller(), { name: 'role-0' })
  expect((await roles.create(caller(), { name: 'one-more' })).name).toBe('one-more')
})

test('a role is deleted once no key has it, expired ones included', async () => {
  const { roles, keys, create, clock } = await setUpKeys()
  await roles.create(caller(), { name: 'night-shift', based_on: 'viewer' })
  const key = await create('Guest', 'night-shift', '2026-01-02T00:00:00Z')
  await clock.advance(2 * 86_400_000)
  const refusal = { code: 'role_in_use', message: '1 key has the role "night-shift".' }
  await expect(roles.remove(caller(), { name: 'night-shift' })).rejects.toMatchObject(refusal)
  await keys.update(caller(), { id: key.id, role: 'viewer' })
  await roles.remove(caller(), { name: 'night-shift' })
  expect((await roles.list(caller())).map(({ name }) => name)).not.toContain('night-shift')
})

test('nobody gives, changes or takes away permissions that they do not have', async () => {
  const { roles, keys, create } = await setUpKeys()
  const beyond = { code: 'permission_not_held' }
  await roles.create(caller(), { name: 'cleaning', allow: ['models.delete', 'models.stop'] })
  await roles.create(caller(), { name: 'chatting', based_on: 'operator', deny: ['models.*'] })
  await expect(roles.create(operator, { name: 'b', allow: ['models.delete'] })).rejects.toMatchObject({
    ...beyond,
    message: 'The key in use does not have the permission "models.delete" itself.',
  })
  await expect(roles.create(operator, { name: 'b', based_on: 'admin' })).rejects.toMatchObject({
    ...beyond,
    message: expect.stringMatching(/permissions "[\w.]+", "[\w.]+", "[\w.]+" and \d+ more itself\.$/),
  })
  await expect(roles.update(operator, { name: 'chatting', allow: ['keys.*'] })).rejects.toMatchObject(beyond)
  await expect(roles.update(operator, { name: 'cleaning', allow: [] })).rejects.toMatchObject(beyond)
  await expect(roles.remove(operator, { name: 'cleaning' })).rejects.toMatchObject(beyond)
  await expect(keys.create(operator, { name: 'b', role: 'admin' })).rejects.toMatchObject(beyond)
  await expect(keys.create(operator, { name: 'b', role: 'cleaning' })).rejects.toMatchObject(beyond)
  const { id } = await create('Cleaner', 'cleaning')
  const { id: own } = await keys.create(operator, { name: 'Chat', role: 'chatting' })
  await expect(keys.update(operator, { id: own, role: 'admin' })).rejects.toMatchObject(beyond)
  // A key that may do more: its successor would be told to them.
  for (const attempt of [
    () => keys.rotate(operator, { id }),
    () => keys.update(operator, { id, name: 'Mine' }),
    () => keys.revoke(operator, { id }),
  ])
    await expect(attempt()).rejects.toMatchObject(beyond)
  await roles.update(operator, { name: 'chatting', deny: ['models.*', 'jobs.*'] })
  expect((await keys.rotate(operator, { id: own })).role).toBe('chatting')
})

test('who is narrowed gives only a part of what it sees, and knows of no key that sees more', async () => {
  const { roles, keys, create } = await setUpKeys()
  const narrow = narrowedCaller({ models: ['llama*'] })
  const beyond = { code: 'permission_not_held', message: 'The key in use is narrowed to less than that itself.' }
  const make = (grant: { models: string[] } | null) => keys.create(narrow, { name: 'Phone', role: 'viewer', grant })
  await expect(make(null)).rejects.toMatchObject(beyond)
  await expect(make({ models: ['*'] })).rejects.toMatchObject(beyond)
  const { id } = await make({ models: ['llama3.2:*'] })
  await expect(keys.update(narrow, { id, grant: null })).rejects.toMatchObject(beyond)
  const laptop = await create('Laptop', 'viewer')
  for (const hidden of [laptop.id, 'env:admin']) {
    await expect(keys.rotate(narrow, { id: hidden })).rejects.toMatchObject({ code: 'key_not_found' })
  }
  expect((await keys.list(narrow)).map(({ name }) => name)).toEqual(['Phone'])
  expect((await roles.list(narrow)).find(({ name }) => name === 'viewer')?.keys).toBe(1)
  // A role gives its permissions to all keys that have it.
  await roles.create(narrow, { name: 'starting', allow: ['models.start'] })
  await keys.update(caller(), { id: laptop.id, role: 'starting' })
  await expect(roles.update(narrow, { name: 'starting', allow: ['models.*'] })).rejects.toMatchObject(beyond)
})

test('the last admin key for ever stays one, whatever becomes of its role', async () => {
  const { roles, keys, create } = await setUpKeys({ accepted: [fixedKey('operator')] })
  await roles.create(caller(), { name: 'boss', allow: ['*'] })
  const { id } = await create('First', 'boss')
  const last = { code: 'last_admin' }
  await expect(roles.update(caller(), { name: 'boss', deny: ['keys.create'] })).rejects.toMatchObject(last)
  await expect(keys.update(caller(), { id, grant: { addresses: ['10.0.0.0/8'] } })).rejects.toMatchObject(last)
  await expect(keys.update(caller(), { id, role: 'operator' })).rejects.toMatchObject(last)
  await keys.create(caller(), { name: 'Narrow', role: 'admin', grant: { models: ['a'] } })
  await expect(keys.revoke(caller(), { id })).rejects.toMatchObject(last)
  await create('Second', 'admin')
  await roles.update(caller(), { name: 'boss', deny: ['keys.create'] })
  await keys.revoke(caller(), { id })
})

test('everybody is told of each change by the name of the role', async () => {
  const { roles, events } = await setUpKeys()
  await roles.create(caller(), { name: 'night-shift' })
  await roles.create(caller(), { name: 'night-shift' }).catch(() => undefined)
  await roles.update(caller(), { name: 'night-shift', description: 'At night' })
  await roles.remove(caller(), { name: 'night-shift' })
  expect(events.recent(10).map(({ type, by, detail }) => [type, by, detail])).toEqual([
    ['roles.changed', 'laptop', '"night-shift" deleted'],
    ['roles.changed', 'laptop', '"night-shift" changed'],
    ['roles.changed', 'laptop', '"night-shift" created'],
  ])
})

test('a change that cannot be stored changes nothing', async () => {
  const { roles, credentials, create, storage } = await setUpKeys()
  await roles.create(caller(), { name: 'night-shift', allow: ['models.start'] })
  const { key } = await create('Phone', 'night-shift')
  const lost = new Error('The disk is full.')
  vi.spyOn(storage.roles, 'replace').mockRejectedValue(lost)
  await expect(roles.update(caller(), { name: 'night-shift', allow: ['*'] })).rejects.toBe(lost)
  expect([...(credentials.find(key)?.rights.permissions ?? [])]).toEqual(['models.start'])
})
