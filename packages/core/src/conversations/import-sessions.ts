import { createHash } from 'node:crypto'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { type Clock, timestamp } from '../kernel/clock.ts'
import type { WholeSession } from './history-file.ts'
import type { SessionRepository } from './session-repository.ts'
import type { StoredSession } from './session-table.ts'

export interface ImportOptions {
  readonly storage: { readonly sessions: SessionRepository }
  /** So many of the newest of each owner are kept: what would go at once is not added. */
  readonly maxHistory: number
  readonly clock: Clock
}

/** Adds sessions that are not there yet; those that are stay as they are. Tells how many were added. */
export async function importSessions(
  sessions: readonly WholeSession[],
  { storage: { sessions: repository }, maxHistory, clock }: ImportOptions,
): Promise<number> {
  const now = timestamp(clock.now())
  let imported = 0
  for (const [owner, own] of Map.groupBy(sessions, ({ session }) => session.owner)) {
    const absent = await thoseAbsent(repository, own)
    const there = await repository.page({ scope: { owner }, limit: maxHistory })
    const all = [...there, ...absent.values().map(({ session }) => notAfter(now, session))]
    for (const session of all.toSorted(newestFirst).slice(0, maxHistory)) {
      // Each may be as long as a session can be: whoever streams has a turn in between.
      await nextTurn()
      const found = absent.get(session.id)
      if (found && (await repository.save(session, found.messages))) imported += 1
    }
    await repository.keep(owner, maxHistory)
  }
  return imported
}

async function thoseAbsent(
  repository: SessionRepository,
  sessions: readonly WholeSession[],
): Promise<Map<string, WholeSession>> {
  const absent = new Map<string, WholeSession>()
  for (const { session, messages } of sessions) {
    const id = await idFor(session, repository)
    if (id !== null && !absent.has(id)) absent.set(id, { session: { ...session, id }, messages })
  }
  return absent
}

/** Its own, or where that is another owner's one that is told by both, the same each time; null where it is there already. */
async function idFor({ id, owner }: StoredSession, repository: SessionRepository): Promise<string | null> {
  const known = await repository.find(id)
  if (known?.owner === owner) return null
  const own = createHash('sha256')
    .update(`${owner ?? ''}\n${id}`)
    .digest('hex')
  if (await repository.find(own)) return null
  return known ? own : id
}

/** A chat of the future would be the newest until then, and push every new one out. */
const notAfter = (now: string, session: StoredSession): StoredSession => ({
  ...session,
  created_at: session.created_at < now ? session.created_at : now,
  updated_at: session.updated_at < now ? session.updated_at : now,
})

/** As the storage orders them. */
const newestFirst = (a: StoredSession, b: StoredSession): number =>
  compare(b.updated_at, a.updated_at) || compare(b.id, a.id)

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
