import { hash } from 'node:crypto'
import { describe, expect, test, vi } from 'vitest'
import { createSessions, type Sessions } from '../src/access/sessions.ts'
import { createBackground } from '../src/kernel/background.ts'
import { caller } from './caller.ts'
import { engines } from './engines.ts'
import { fakeClock } from './fake-clock.ts'

const keyHash = 'a'.repeat(64)
const hour = 3_600_000

describe.each(engines)('sessions in $name', ({ open }) => {
  const setUp = async () => {
    const clock = fakeClock()
    const { sessions: repository } = await open(clock)
    const start = (of = repository) =>
      createSessions({ storage: { sessions: of }, clock, background: createBackground({ clock }) })
    return { clock, repository, start, sessions: start() }
  }
  const keyOf = async (sessions: Sessions, token: string) => (await sessions.find(token))?.keyHash ?? null

  test('a token stands for the key that the session was begun with, also after a restart', async () => {
    const { sessions, start } = await setUp()
    const token = await sessions.begin(caller(), { keyHash })
    expect(token).toMatch(/^[\w-]{43}$/)
    expect(await keyOf(sessions, token)).toBe(keyHash)
    expect(await keyOf(start(), token)).toBe(keyHash)
    expect(await keyOf(sessions, 'x'.repeat(43))).toBeNull()
  })

  test('the storage holds no token', async () => {
    const { sessions, repository } = await setUp()
    const token = await sessions.begin(caller(), { keyHash })
    expect(await repository.find(token)).toBeNull()
  })

  test('a session that is used ends after seven days, and one that is not after twelve hours', async () => {
    const { sessions, clock, start } = await setUp()
    const [used, idle] = [await sessions.begin(caller(), { keyHash }), await sessions.begin(caller(), { keyHash })]
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
    const token = await sessions.begin(caller(), { keyHash })
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
    const [token, other] = [await sessions.begin(caller(), { keyHash }), await sessions.begin(caller(), { keyHash })]
    const [held, left, others] = [vi.fn(), vi.fn(), vi.fn()]
    const session = await sessions.find(token)
    session?.hold(held)
    session?.hold(left)()
    ;(await sessions.find(other))?.hold(others)
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
    const tokens = [await sessions.begin(caller(), { keyHash }), await sessions.begin(caller(), { keyHash })]
    const kept = await sessions.begin(caller(), { keyHash: 'b'.repeat(64) })
    sessions.endAll(keyHash)
    for (const token of tokens) expect(await keyOf(sessions, token)).toBeNull()
    expect(await keyOf(sessions, kept)).toBe('b'.repeat(64))
    const ids = tokens.map((token) => hash('sha256', token))
    await expect.poll(() => Promise.all(ids.map(repository.find))).toEqual([null, null])
    expect(await keyOf(start(), kept)).toBe('b'.repeat(64))
  })

  test('of one key the newest hundred stay', async () => {
    const { sessions, clock, start } = await setUp()
    const tokens: string[] = []
    for (let one = 0; one < 102; one += 1) {
      tokens.push(await sessions.begin(caller(), { keyHash }))
      await clock.advance(1000)
    }
    const other = await sessions.begin(caller(), { keyHash: 'b'.repeat(64) })
    const found = await Promise.all(tokens.map((token) => keyOf(start(), token)))
    expect(found.map((one) => one !== null)).toEqual(tokens.map((_, index) => index >= 2))
    expect(await keyOf(start(), other)).toBe('b'.repeat(64))
  })

  test('while the storage fails, those that are signed in stay so, and others are told why', async () => {
    const { sessions, repository, clock, start } = await setUp()
    const token = await sessions.begin(caller(), { keyHash })
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
    await expect(failing.find('y'.repeat(43))).rejects.toThrow('The disk is gone.')
    await failing.end(token)
    expect(await keyOf(failing, token)).toBeNull()
  })
})
