import { hash } from 'node:crypto'
import { describe, expect, test, vi } from 'vitest'
import { engines } from './engines.ts'
import { keyHash, keyOf, otherHash, setUpSessions, signIn, visit } from './sessions-set-up.ts'

const hour = 3_600_000

describe.each(engines)('sessions in $name', (engine) => {
  const setUp = () => setUpSessions(engine)

  test('a token stands for the key that the session was begun with, also after a restart', async () => {
    const { sessions, start } = await setUp()
    const token = await signIn(sessions)
    expect(token).toMatch(/^[\w-]{43}$/)
    expect(await keyOf(sessions, token)).toBe(keyHash)
    expect(await keyOf(start(), token)).toBe(keyHash)
    expect(await keyOf(sessions, 'x'.repeat(43))).toBeNull()
  })

  test('the storage holds no token', async () => {
    const { sessions, repository } = await setUp()
    const token = await signIn(sessions)
    expect(await repository.find(token)).toBeNull()
  })

  test('a session that is used ends after seven days, and one that is not after twelve hours', async () => {
    const { sessions, clock, start } = await setUp()
    const [used, idle] = [await signIn(sessions), await signIn(sessions)]
    await clock.advance(11 * hour)
    expect(await keyOf(sessions, used)).toBe(keyHash)
    await clock.advance(hour)
    expect(await keyOf(sessions, used)).toBe(keyHash)
    expect(await keyOf(sessions, idle)).toBeNull()
    expect(await keyOf(start(), idle)).toBeNull()
    for (let hours = 12; hours < 7 * 24; hours += 6) {
      expect(await keyOf(sessions, used)).toBe(keyHash)
      await clock.advance(6 * hour)
    }
    expect(await keyOf(sessions, used)).toBeNull()
  })

  test('signing out ends it here at once, and within seconds in other processes', async () => {
    const { sessions, clock, start } = await setUp()
    const other = start()
    const token = await signIn(sessions)
    expect(await keyOf(other, token)).toBe(keyHash)
    await sessions.end(token)
    expect(await keyOf(sessions, token)).toBeNull()
    await clock.advance(10_000)
    // This one asks the storage, and does not wait for it.
    await keyOf(other, token)
    await expect.poll(() => keyOf(other, token)).toBeNull()
  })

  test('what a session holds open ends with it, and what begins to after its end does at once', async () => {
    const { sessions } = await setUp()
    const [token, other] = [await signIn(sessions), await signIn(sessions)]
    const [held, left, others] = [vi.fn(), vi.fn(), vi.fn()]
    const session = await sessions.find(token, visit())
    session?.hold(held)
    session?.hold(left)()
    ;(await sessions.find(other, visit()))?.hold(others)
    await sessions.end(token)
    expect(held).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ message: 'The session has ended.' }))
    expect(left).not.toHaveBeenCalled()
    expect(others).not.toHaveBeenCalled()
    const late = vi.fn()
    session?.hold(late)
    expect(late).toHaveBeenCalledOnce()
  })

  test('all of a key end at once, also for a later start', async () => {
    const { sessions, start, repository } = await setUp()
    const tokens = [await signIn(sessions), await signIn(sessions)]
    const kept = await signIn(sessions, otherHash)
    sessions.endAll(keyHash)
    for (const token of tokens) expect(await keyOf(sessions, token)).toBeNull()
    expect(await keyOf(sessions, kept)).toBe(otherHash)
    const ids = tokens.map((token) => hash('sha256', token))
    await expect.poll(() => Promise.all(ids.map(repository.find))).toEqual([null, null])
    expect(await keyOf(start(), kept)).toBe(otherHash)
  })

  test('of one key the newest hundred stay', async () => {
    const { sessions, clock, start } = await setUp()
    const tokens: string[] = []
    for (let one = 0; one < 102; one += 1) {
      tokens.push(await signIn(sessions))
      await clock.advance(1000)
    }
    const other = await signIn(sessions, otherHash)
    const found = await Promise.all(tokens.map((token) => keyOf(start(), token)))
    expect(found.map((one) => one !== null)).toEqual(tokens.map((_, index) => index >= 2))
    expect(await keyOf(start(), other)).toBe(otherHash)
  })

  test('while the storage fails, those that are signed in stay so, and others are told why', async () => {
    const { sessions, repository, clock, start } = await setUp()
    const token = await signIn(sessions)
    let isLost = false
    const failing = start({
      ...repository,
      remove: async (id) => (isLost ? Promise.reject(new Error('The disk is gone.')) : repository.remove(id)),
      find: async (id) => (isLost ? Promise.reject(new Error('The disk is gone.')) : repository.find(id)),
    })
    expect(await keyOf(failing, token)).toBe(keyHash)
    isLost = true
    await clock.advance(20_000)
    expect(await keyOf(failing, token)).toBe(keyHash)
    await expect(failing.find('y'.repeat(43), visit())).rejects.toThrow('The disk is gone.')
    await failing.end(token)
    expect(await keyOf(failing, token)).toBeNull()
  })
})
