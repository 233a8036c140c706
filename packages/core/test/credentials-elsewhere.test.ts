import { describe, expect, test, vi } from 'vitest'
import { caller } from './caller.ts'
import { engines } from './engines.ts'
import { fakeClock } from './fake-clock.ts'
import { setUpKeys } from './keys-set-up.ts'

const day = 86_400_000
const inADay = '2026-01-02T00:00:00.000Z'

describe.each(engines)('a later start over $name', ({ open }) => {
  test('knows the keys, and those that ended meanwhile', async () => {
    const clock = fakeClock()
    const storage = await open(clock)
    const { create, keys } = await setUpKeys({ storage, clock })
    const [kept, revoked, expiring] = [await create('A'), await create('B'), await create('C', 'viewer', inADay)]
    await keys.revoke(caller(), revoked)
    const fresh = await keys.rotate(caller(), { id: kept.id, grace_seconds: 60 })
    await clock.advance(2 * day)
    const { credentials, events } = await setUpKeys({ storage, clock })
    expect(credentials.find(fresh.key)?.id).toBe(kept.id)
    const refusals = [kept, revoked, expiring].map(({ key }) => [
      credentials.find(key),
      credentials.whyRefused(key).message,
    ])
    expect(refusals).toEqual([
      [null, 'The key was replaced by a new one.'],
      [null, 'The key was revoked.'],
      [null, 'The key has expired.'],
    ])
    expect(events.lastId).toBe(0)
  })
})

const shared = engines.find(({ name }) => name === 'PostgreSQL')

test('another dashboard over the same database learns of what changes, and loses what it holds open', async () => {
  const clock = fakeClock()
  const storage = await shared?.open(clock)
  if (!storage) throw new Error('There is no engine that dashboards share.')
  const [here, there] = [await setUpKeys({ storage, clock }), await setUpKeys({ storage, clock })]
  const { id, key } = await here.create('Laptop')
  expect(there.credentials.find(key)).toBeNull()
  expect(there.credentials.learn('fixed-viewer')).toBeNull()
  await there.credentials.learn(key)
  await here.roles.create(caller(), { name: 'night-shift', based_on: 'operator' })
  const shifted = await here.create('Phone', 'night-shift')
  await there.credentials.learn(shifted.key)
  const [end, lessened] = [vi.fn(), vi.fn()]
  there.credentials.find(key)?.hold(end)
  there.credentials.find(shifted.key)?.hold(lessened)
  await expect(there.roles.create(caller(), { name: 'night-shift' })).rejects.toMatchObject({ code: 'role_exists' })
  await expect(there.roles.remove(caller(), { name: 'night-shift' })).rejects.toMatchObject({ code: 'role_in_use' })
  await here.roles.update(caller(), { name: 'night-shift', deny: ['chat.send'] })
  await clock.until(vi.waitUntil(() => lessened.mock.calls.length === 1, { timeout: 60_000 }))
  expect(there.credentials.find(shifted.key)?.rights.permissions.has('chat.send')).toBe(false)
  await expect(there.create('LAPTOP')).rejects.toMatchObject({ code: 'key_exists' })
  await here.keys.revoke(caller(), { id })
  await clock.until(vi.waitUntil(() => end.mock.calls.length === 1, { timeout: 60_000 }))
  expect(there.credentials.find(key)).toBeNull()
})
