import type { SessionRepository, StoredSession } from '../storage/session-repository.ts'
import type { WholeSession } from './history-file.ts'

/**
 * Adds sessions that are not there yet; those that are stay as they are. Of each owner so many of the newest are kept:
 * what would go at once is not added. Tells how many were.
 */
export async function importSessions(
  repository: SessionRepository,
  sessions: readonly WholeSession[],
  maxHistory: number,
): Promise<number> {
  let imported = 0
  for (const [owner, own] of Map.groupBy(sessions, ({ session }) => session.owner)) {
    const absent = await thoseAbsent(repository, own)
    const there = await repository.page({ scope: { owner }, limit: maxHistory })
    const all = [...there, ...absent.values().map(({ session }) => session)]
    for (const { id } of all.toSorted(newestFirst).slice(0, maxHistory)) {
      const found = absent.get(id)
      if (found && (await repository.save(found.session, found.messages))) imported += 1
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
  for (const one of sessions) {
    const { id } = one.session
    if (!absent.has(id) && !(await repository.find(id))) absent.set(id, one)
  }
  return absent
}

/** As the storage orders them. */
const newestFirst = (a: StoredSession, b: StoredSession): number =>
  compare(b.updated_at, a.updated_at) || compare(b.id, a.id)

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
