import { describe, expect, test } from 'vitest'
import { createSessions } from '../src/access/sessions.ts'
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

  test('a token stands for the key that the session was begun with, also after a restart', async () => {
    const { sessions, start } = await setUp()
    const token = await sessions.begin(caller(), { keyHash })
    expect(token).toMatch(/^[\w-]{43}$/)
    expect(await sessions.find(token)).toBe(keyHash)
    expect(await start().find(token)).toBe(keyHash)
    expect(await sessions.find('x'.repeat(43))).toBeNull()
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
    expect(await sessions.find(used)).toBe(keyHash)
    await clock.advance(hour)
    expect(await sessions.find(used)).toBe(keyHash)
    expect(await sessions.find(idle)).toBeNull()
    expect(await start().find(idle)).toBeNull()
    for (let hours = 12; hours < 7 * 24; hours += 6) {
      expect(await sessions.find(used)).toBe(keyHash)
      await clock.advance(6 * hour)
    }
    expect(await sessions.find(used)).toBeNull()
  })

  test('signing out ends it here at once, and within seconds in other processes', async () => {
    const { sessions, clock, start } = await setUp()
    const other = start()
    const token = await sessions.begin(caller(), { keyHash })
    expect(await other.find(token)).toBe(keyHash)
    await sessions.end(token)
    expect(await sessions.find(token)).toBeNull()
    await clock.advance(10_000)
    // This one asks the storage, and does not wait for it.
    await other.find(token)
    await expect.poll(() => other.find(token)).toBeNull()
  })

  test('of one key the newest hundred stay', async () => {
    const { sessions, clock, start } = await setUp()
    const tokens: string[] = []
    for (let one = 0; one < 102; one += 1) {
      tokens.push(await sessions.begin(caller(), { keyHash }))
      await clock.advance(1000)
    }
    const other = await sessions.begin(caller(), { keyHash: 'b'.repeat(64) })
    const found = await Promise.all(tokens.map((token) => start().find(token)))
    expect(found.map((one) => one !== null)).toEqual(tokens.map((_, index) => index >= 2))
    expect(await start().find(other)).toBe('b'.repeat(64))
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
    expect(await failing.find(token)).toBe(keyHash)
    isLost = true
    await clock.advance(20_000)
    expect(await failing.find(token)).toBe(keyHash)
    await expect(failing.find('y'.repeat(43))).rejects.toThrow('The disk is gone.')
    await failing.end(token)
    expect(await failing.find(token)).toBeNull()
  })
})
