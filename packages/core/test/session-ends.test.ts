import { expect, test, vi } from 'vitest'
import { timestamp } from '../src/kernel/clock.ts'
import { caller } from './caller.ts'
import { engines, type TestEngine } from './engines.ts'
import { setUpSessions, signIn, visit } from './sessions-set-up.ts'

const hour = 3_600_000

const engineOf = (wanted: TestEngine['name']): TestEngine => {
  const engine = engines.find(({ name }) => name === wanted)
  if (!engine) throw new Error(`There is no ${wanted}.`)
  return engine
}
const sqlite = engineOf('SQLite')

test('what a session holds open ends when its time has come: without use, which that is not, or after seven days', async () => {
  const { sessions, clock } = await setUpSessions(sqlite)
  const [idle, used] = [await signIn(sessions), await signIn(sessions)]
  const [heldIdle, heldUsed] = [vi.fn(), vi.fn()]
  const idleSession = await sessions.find(idle, visit())
  idleSession?.hold(heldIdle)
  const usedSession = await sessions.find(used, visit())
  usedSession?.hold(heldUsed)
  await clock.advance(6 * hour)
  await sessions.find(used, visit())
  await clock.advance(6 * hour - 1)
  expect(heldIdle).not.toHaveBeenCalled()
  await clock.advance(1)
  expect(heldIdle).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ code: 'unauthorized' }))
  for (let hours = 12; hours < 7 * 24; hours += 6) {
    expect(heldUsed).not.toHaveBeenCalled()
    await sessions.find(used, visit())
    await clock.advance(6 * hour)
  }
  expect(heldUsed).toHaveBeenCalledOnce()
  const late = vi.fn()
  usedSession?.hold(late)
  expect(late).toHaveBeenCalledOnce()
})

test('it goes on while another process sees the session, and ends here when that is ended there', async () => {
  const { sessions, repository, clock, start } = await setUpSessions(sqlite)
  const token = await signIn(sessions)
  const [stored] = await repository.all({ createdBefore: '', seenBefore: '' })
  let isThere = true
  const here = start({
    ...repository,
    isShared: true,
    find: async () => (stored && isThere ? { ...stored, last_seen_at: timestamp(clock.now()) } : null),
  })
  const held = vi.fn()
  const session = await here.find(token, visit())
  session?.hold(held)
  await clock.advance(20 * hour)
  expect(held).not.toHaveBeenCalled()
  isThere = false
  await clock.advance(10_000)
  expect(held).toHaveBeenCalledOnce()
})

test('another dashboard over the same database ends it within seconds of the signing out', async () => {
  const { sessions, start, clock } = await setUpSessions(engineOf('PostgreSQL'))
  const token = await signIn(sessions)
  const session = await start().find(token, visit())
  const held = vi.fn()
  session?.hold(held)
  await sessions.endListed(caller(), { id: session?.id ?? '' })
  await clock.until(vi.waitUntil(() => held.mock.calls.length === 1))
})
