import { expect, test, vi } from 'vitest'
import { hashKey } from '../src/access/accepted-key.ts'
import { caller } from './caller.ts'
import { fakeClock } from './fake-clock.ts'
import { setUpKeys } from './keys-set-up.ts'
import { linkHub, sharedStorages } from './replicas-set-up.ts'
import { visit } from './sessions-set-up.ts'

/** Time stands still: what a replica learns here, it was told. */
async function setUp() {
  const [clock, hub] = [fakeClock(), linkHub()]
  const [a, b] = await sharedStorages(2, clock)
  if (!a || !b) throw new Error('There are two.')
  const here = await setUpKeys({ storage: a, clock, link: hub.link('here') })
  const there = await setUpKeys({ storage: b, clock, link: hub.link('there') })
  return { hub, here, there }
}

test('a key that is revoked on one replica is refused by all, and loses what it holds open there', async () => {
  const { here, there } = await setUp()
  const { id, key } = await here.create('Laptop')
  await vi.waitFor(() => expect(there.credentials.find(key)?.id).toBe(id))
  const end = vi.fn()
  there.credentials.find(key)?.hold(end)
  await here.keys.revoke(caller(), { id })
  await vi.waitFor(() => expect(end).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ code: 'unauthorized' })))
  expect(there.credentials.find(key)).toBeNull()
  expect(there.credentials.whyRefused(key).message).toBe('The key was revoked.')
})

test('a key may do less on all replicas as soon as its role may on one', async () => {
  const { here, there } = await setUp()
  await here.roles.create(caller(), { name: 'night-shift', based_on: 'operator' })
  const { key } = await here.create('Phone', 'night-shift')
  await vi.waitFor(() => expect(there.credentials.find(key)?.rights.permissions.has('chat.send')).toBe(true))
  await here.roles.update(caller(), { name: 'night-shift', deny: ['chat.send'] })
  await vi.waitFor(() => expect(there.credentials.find(key)?.rights.permissions.has('chat.send')).toBe(false))
})

test('a session works on all replicas, and signing out ends it and what it holds open on all', async () => {
  const { here, there } = await setUp()
  const keyHash = hashKey('fixed-admin').toString('hex')
  const [token, other] = [
    await here.sessions.begin(caller(), { keyHash, visit: visit() }),
    await here.sessions.begin(caller(), { keyHash, visit: visit() }),
  ]
  const ends = [vi.fn(), vi.fn()]
  for (const [index, one] of [token, other].entries()) {
    const session = await there.sessions.find(one, visit())
    expect(session?.keyHash).toBe(keyHash)
    session?.hold((reason) => ends[index]?.(reason.message))
  }
  await here.sessions.end(token)
  await vi.waitFor(() => expect(ends[0]).toHaveBeenCalledExactlyOnceWith('The session has ended.'))
  expect(await there.sessions.find(token, visit())).toBeNull()
  expect(ends[1]).not.toHaveBeenCalled()
  const listed = await there.sessions.find(other, visit())
  await here.sessions.endListed(caller(), { id: listed?.id ?? '' })
  await vi.waitFor(() => expect(ends[1]).toHaveBeenCalledOnce())
})

test('what was changed while Redis was away is read when it is back', async () => {
  const { hub, here, there } = await setUp()
  const { id, key } = await here.create('Laptop')
  await vi.waitFor(() => expect(there.credentials.find(key)?.id).toBe(id))
  const keyHash = hashKey('fixed-admin').toString('hex')
  const [ended, kept] = [
    await here.sessions.begin(caller(), { keyHash, visit: visit() }),
    await here.sessions.begin(caller(), { keyHash, visit: visit() }),
  ]
  const end = vi.fn()
  for (const token of [ended, kept]) (await there.sessions.find(token, visit()))?.hold(() => end(token))
  hub.isUp = false
  await here.sessions.end(ended)
  await here.keys.revoke(caller(), { id })
  expect(there.credentials.find(key)?.id).toBe(id)
  hub.isUp = true
  await vi.waitFor(() => expect(there.credentials.find(key)).toBeNull())
  await vi.waitFor(() => expect(end).toHaveBeenCalledExactlyOnceWith(ended))
  expect(await there.sessions.find(ended, visit())).toBeNull()
  expect((await there.sessions.find(kept, visit()))?.keyHash).toBe(keyHash)
})
