import type { Role } from '@ollama-dashboard/contracts'
import { sql } from 'kysely'
import { describe, expect, test, vi } from 'vitest'
import { sessions } from '../src/access/sessions/session-table.ts'
import { systemClock } from '../src/kernel/clock.ts'
import { createStorage } from '../src/storage/storage.ts'
import { caller } from './caller.ts'
import { engines } from './engines.ts'
import { keyHash, keyOf, otherHash, setUpSessions, signIn, visit } from './sessions-set-up.ts'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

const as = (id: string, role: Role = 'viewer') => caller(undefined, { id, role, via: 'session' })
const [a, b, admin] = [as('key:a'), as('key:b'), as('env:admin', 'admin')]

describe.each(engines)('browsers that are signed in, in $name', (engine) => {
  const setUp = () => setUpSessions(engine)

  test('are listed to who has their key, and all to an admin, with browser, address and times', async () => {
    const { sessions, clock } = await setUp()
    await signIn(sessions)
    await clock.advance(minute)
    await signIn(sessions, otherHash, visit('2001:db8::1', 'curl/8.5.0'))
    const [listed] = await sessions.list(a)
    expect(listed).toEqual({
      id: expect.stringMatching(/^[\w-]{16}$/),
      key_id: 'key:a',
      browser: 'Firefox 145 on Windows',
      address: '10.0.0.1',
      created_at: '2026-01-01T00:00:00.000Z',
      last_seen_at: '2026-01-01T00:00:00.000Z',
      expires_at: '2026-01-01T12:00:00.000Z',
    })
    expect((await sessions.list(b)).map(({ browser, address }) => [browser, address])).toEqual([
      ['curl 8', '2001:db8::1'],
    ])
    expect((await sessions.list(admin)).map(({ key_id }) => key_id)).toEqual(['key:b', 'key:a'])
  })

  test('tell their last use to the minute, also to another process, and until when they go on', async () => {
    const { sessions, clock, start } = await setUp()
    const token = await signIn(sessions)
    await clock.advance(minute - 1)
    await sessions.find(token, visit('10.0.0.2'))
    expect(await sessions.list(a)).toMatchObject([{ address: '10.0.0.1', last_seen_at: '2026-01-01T00:00:00.000Z' }])
    await clock.advance(6 * day + 18 * hour - minute)
    await sessions.find(token, visit('10.0.0.2'))
    expect(await sessions.list(a)).toEqual([])
    const fresh = await signIn(sessions)
    await clock.advance(hour)
    await sessions.find(fresh, visit('10.0.0.2', 'curl/8.5.0'))
    const seen = { address: '10.0.0.2', browser: 'curl 8', last_seen_at: '2026-01-07T18:59:59.999Z' }
    expect(await sessions.list(a)).toMatchObject([{ ...seen, expires_at: '2026-01-08T06:59:59.999Z' }])
    // It is written together with others, within seconds.
    await clock.advance(5000)
    await expect.poll(() => start().list(a)).toMatchObject([seen])
  })

  test('are not listed once their key lets nobody in', async () => {
    const { sessions, accepted } = await setUp()
    await signIn(sessions)
    accepted.delete(keyHash)
    expect(await sessions.list(admin)).toEqual([])
  })

  test('are signed out by who has their key, or by an admin; for others they are not there', async () => {
    const { sessions, start } = await setUp()
    const [mine, theirs, third] = [await signIn(sessions), await signIn(sessions, otherHash), await signIn(sessions)]
    const ids = new Map((await sessions.list(admin)).map(({ id, key_id }) => [key_id, id]))
    const idOf = async (token: string) => (await sessions.find(token, visit()))?.id ?? ''
    expect(ids.get('key:b')).toBe(await idOf(theirs))
    const held = vi.fn()
    const session = await sessions.find(mine, visit())
    session?.hold(held)
    await expect(sessions.endListed(b, { id: await idOf(mine) })).rejects.toMatchObject({ code: 'sign_in_not_found' })
    expect(held).not.toHaveBeenCalled()
    const id = await idOf(mine)
    await sessions.endListed(a, { id })
    expect(held).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ message: 'The session has ended.' }))
    await sessions.endListed(admin, { id: await idOf(theirs) })
    for (const token of [mine, theirs])
      expect([await keyOf(sessions, token), await keyOf(start(), token)]).toEqual([null, null])
    expect(await keyOf(sessions, third)).toBe(keyHash)
    for (const gone of [id, 'absent']) {
      await expect(sessions.endListed(a, { id: gone })).rejects.toMatchObject({ code: 'sign_in_not_found' })
    }
  })

  test('lose what they hold open when they are signed out while the storage fails, and whoever did it is told', async () => {
    const { sessions, repository, start } = await setUp()
    const token = await signIn(sessions)
    const failing = start({ ...repository, remove: () => Promise.reject(new Error('The disk is gone.')) })
    const [listed] = await failing.list(a)
    const held = vi.fn()
    const session = await failing.find(token, visit())
    session?.hold(held)
    await expect(failing.endListed(a, { id: listed?.id ?? '' })).rejects.toThrow('The disk is gone.')
    expect(held).toHaveBeenCalledOnce()
    expect(await keyOf(failing, token)).toBeNull()
  })
})

test.each(engines)(
  'sessions of an earlier version in $name are listed without browser and address, and can be ended',
  async ({ database }) => {
    const opened = await database()
    const { db } = opened
    await db.schema.dropIndex('session_by_public_id').execute()
    for (const column of ['public_id', 'browser', 'address'])
      await db.schema.alterTable('sessions').dropColumn(column).execute()
    const at = new Date().toISOString()
    for (const id of ['one', 'two'])
      await sql`insert into sessions values (${id}, ${keyHash}, ${at}, ${at})`.execute(db)
    await sessions.migrations['0005-sessions'](db)
    await using storage = createStorage(opened, systemClock)
    const ends = { createdBefore: '', seenBefore: '' }
    const [one, two] = await storage.sessions.all(ends)
    expect([one, two]).toMatchObject([
      { id: 'one', browser: null, address: null, public_id: expect.stringMatching(/^[\w-]{16}$/) },
      { id: 'two' },
    ])
    expect(await storage.sessions.findPublic(one?.public_id ?? '')).toEqual(one)
  },
)
