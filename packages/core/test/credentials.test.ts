import type { Grant, Role } from '@ollama-dashboard/contracts'
import { describe, expect, test, vi } from 'vitest'
import { caller } from './caller.ts'
import { fixedKey, setUpKeys } from './keys-set-up.ts'
import { visit } from './sessions-set-up.ts'

const day = 86_400_000
const inADay = '2026-01-02T00:00:00.000Z'

/** What it holds open notes why it ended. */
async function held(role: Role = 'admin', expires_at: string | null = null) {
  const access = await setUpKeys()
  const made = await access.create('Laptop', role, expires_at)
  const { credentials, keys } = access
  const end = vi.fn()
  credentials.find(made.key)?.hold(end)
  const why = () => end.mock.calls.map(([{ message }]) => message)
  const refusal = () => (credentials.find(made.key) ? null : credentials.whyRefused(made.key).message)
  const update = (change: { role?: Role; expires_at?: string | null }) =>
    keys.update(caller(), { id: made.id, ...change })
  return { ...access, ...made, why, refusal, update }
}

test('a key is found by itself, wherever it was set, and nothing else is', async () => {
  const { credentials, create } = await setUpKeys({ accepted: [fixedKey('viewer'), fixedKey('admin')] })
  const { id, key } = await create('Laptop')
  for (let twice = 0; twice < 2; twice += 1) {
    expect(credentials.find(key)).toMatchObject({ id, rights: { role: 'operator' } })
    expect(credentials.find('fixed-admin')).toMatchObject({ id: 'env:admin', rights: { role: 'admin' } })
  }
  for (const wrong of ['', 'x', `${key}x`, key.slice(0, -1), `x${key}`, key.toUpperCase()]) {
    expect(credentials.find(wrong)).toBeNull()
    expect(credentials.whyRefused(wrong).message).toBe('Invalid key.')
  }
  const mistyped = `${key.slice(0, 20)}${key[20] === 'A' ? 'B' : 'A'}${key.slice(21)}`
  expect(credentials.find(mistyped)).toBeNull()
  expect(credentials.whyRefused(mistyped)).toMatchObject({ code: 'unauthorized', message: 'The key is mistyped.' })
})

test('a revoked key ends at once with what it holds open', async () => {
  const { id, keys, credentials, key, why, refusal } = await held()
  const credential = credentials.find(key)
  await keys.revoke(caller(), { id })
  expect(refusal()).toBe('The key was revoked.')
  expect(why()).toEqual(['The key was revoked.'])
  expect(credentials.findByHash(credential?.keyHash ?? '')).toBeNull()
  // A request that was let in just before, and holds something only now.
  const late = vi.fn()
  credential?.hold(late)
  expect(late).toHaveBeenCalledOnce()
})

test('a key expires at its time, also one that waits longer than a timer of Node can', async () => {
  const { clock, why, refusal } = await held('viewer', '2026-03-01T00:00:00.000Z')
  await clock.advance(59 * day - 1)
  expect([refusal(), why()]).toEqual([null, []])
  await clock.advance(1)
  expect([refusal(), why()]).toEqual(['The key has expired.', ['The key has expired.']])
})

test('a clock that is set forward ends what is over, without a timer for a request and within a minute for the rest', async () => {
  const { clock, why, refusal } = await held('viewer', inADay)
  clock.set(Date.parse(inADay))
  expect(refusal()).toBe('The key has expired.')
  const streams = await held('viewer', inADay)
  streams.clock.set(Date.parse(inADay))
  await streams.clock.advance(60_000)
  expect(streams.why()).toEqual(['The key has expired.'])
  expect(why()).toEqual(['The key has expired.'])
})

test('an expiry may be put off, and a key that expired may be accepted again', async () => {
  const { clock, update, why, refusal } = await held('viewer', inADay)
  await clock.advance(day / 2)
  await update({ expires_at: '2026-01-03T00:00:00.000Z' })
  await clock.advance(day)
  expect([refusal(), why()]).toEqual([null, []])
  await clock.advance(day)
  expect(refusal()).toBe('The key has expired.')
  await update({ expires_at: null })
  expect(refusal()).toBeNull()
})

test('a key that may do less loses what it holds open, and one that may do more does not', async () => {
  const { update, why, refusal, credentials, key } = await held('operator')
  await update({ role: 'admin' })
  expect([why(), credentials.find(key)?.rights.role]).toEqual([[], 'admin'])
  await update({ role: 'viewer' })
  expect([why(), refusal()]).toEqual([['The key may do less than before.'], null])
  expect(credentials.find(key)?.rights.role).toBe('viewer')
})

test('a key whose grant narrows loses what it holds open, and one whose grant widens does not', async () => {
  const { keys, id, why, refusal, credentials, key } = await held()
  const narrow = (grant: Grant | null) => keys.update(caller(), { id, grant })
  await narrow({ models: ['llama*'] })
  expect([why(), refusal()]).toEqual([['The key may do less than before.'], null])
  const end = vi.fn()
  const of = () => credentials.find(key)?.rights.grant?.told
  credentials.find(key)?.hold(end)
  await narrow({ models: ['llama*', 'qwen*'], addresses: ['0.0.0.0/0'] })
  expect([end.mock.calls.length, of()]).toEqual([1, { models: ['llama*', 'qwen*'], addresses: ['0.0.0.0/0'] }])
  const wider = vi.fn()
  credentials.find(key)?.hold(wider)
  await narrow({ models: ['*'] })
  await narrow(null)
  expect([wider.mock.calls.length, of()]).toEqual([0, undefined])
})

describe('after a rotation', () => {
  test('the new key counts, and the old one stops at once where no grace is given', async () => {
    const { keys, credentials, id, key, why, refusal } = await held()
    const fresh = await keys.rotate(caller(), { id })
    expect(fresh).toMatchObject({ id, name: 'Laptop', prefix: key.slice(0, 13), replaced_until: null })
    expect(credentials.find(fresh.key)).toMatchObject({ id, rights: { role: 'admin' } })
    expect([refusal(), why()]).toEqual(['The key was replaced by a new one.', ['The key was replaced by a new one.']])
  })

  test('both count until the grace ends', async () => {
    const { keys, credentials, clock, id, why, refusal } = await held()
    const fresh = await keys.rotate(caller(), { id, grace_seconds: 3600 })
    expect(fresh.replaced_until).toBe('2026-01-01T01:00:00.000Z')
    await clock.advance(3_599_999)
    expect([refusal(), why()]).toEqual([null, []])
    await clock.advance(1)
    expect([refusal(), why()]).toEqual(['The key was replaced by a new one.', ['The key was replaced by a new one.']])
    expect(credentials.find(fresh.key)?.id).toBe(id)
    expect((await keys.list(caller())).find((one) => one.id === id)?.replaced_until).toBeNull()
  })

  test('a second one ends the grace of the first', async () => {
    const { keys, credentials, id, refusal } = await held()
    const second = await keys.rotate(caller(), { id, grace_seconds: 3600 })
    const third = await keys.rotate(caller(), { id, grace_seconds: 3600 })
    expect(refusal()).toBe('Invalid key.')
    for (const { key } of [second, third]) expect(credentials.find(key)?.id).toBe(id)
  })

  test('both end with a revocation, and with the expiry', async () => {
    const revoked = await held()
    const fresh = await revoked.keys.rotate(caller(), { id: revoked.id, grace_seconds: 3600 })
    await revoked.keys.revoke(caller(), { id: revoked.id })
    expect(revoked.refusal()).toBe('The key was revoked.')
    expect(revoked.credentials.find(fresh.key)).toBeNull()
    const expired = await held('admin', inADay)
    await expired.keys.rotate(caller(), { id: expired.id, grace_seconds: 7 * 86_400 })
    await expired.clock.advance(day)
    expect(expired.refusal()).toBe('The key has expired.')
  })
})

test('sessions end with the key that they were begun with', async () => {
  const { sessions, keys, credentials, clock, id, key } = await held('operator')
  const begin = async (of: string) =>
    sessions.begin(caller(), { keyHash: credentials.find(of)?.keyHash ?? '', visit: visit() })
  const replaced = await begin(key)
  const fresh = await keys.rotate(caller(), { id, grace_seconds: 3600 })
  const first = await begin(fresh.key)
  await clock.advance(3_600_000)
  expect([await sessions.find(replaced, visit()), await sessions.find(first, visit())]).toEqual([
    null,
    expect.anything(),
  ])
  await keys.update(caller(), { id, role: 'viewer' })
  expect(await sessions.find(first, visit())).toBeNull()
  const second = await begin(fresh.key)
  await keys.revoke(caller(), { id })
  expect(await sessions.find(second, visit())).toBeNull()
})

test('the last use is noted once a minute for each key, with the address', async () => {
  const { keys, keyUses, clock, id, storage } = await held()
  const used = vi.spyOn(storage.keys, 'used')
  const lastUse = async (of: string) => {
    const { last_used_at, last_used_from } = (await keys.list(caller())).find((one) => one.id === of) ?? {}
    return [last_used_at, last_used_from]
  }
  expect(await lastUse(id)).toEqual([null, null])
  for (const ip of ['10.0.0.1', '10.0.0.2', '10.0.0.3']) keyUses.note(id, { ip })
  keyUses.note('env:admin', { ip: '10.0.0.4' })
  expect(await lastUse(id)).toEqual(['2026-01-01T00:00:00.000Z', '10.0.0.1'])
  expect(await lastUse('env:admin')).toEqual(['2026-01-01T00:00:00.000Z', '10.0.0.4'])
  await clock.advance(60_000)
  keyUses.note(id, { ip: '10.0.0.5' })
  expect(used).toHaveBeenCalledTimes(3)
  await clock.advance(5000)
  await expect
    .poll(async () => (await storage.keys.uses()).find((one) => one.id === id))
    .toMatchObject({
      last_used_at: '2026-01-01T00:01:00.000Z',
      last_used_from: '10.0.0.5',
    })
})
