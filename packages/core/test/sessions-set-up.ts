import { createSessions, type Sessions } from '../src/access/sessions/sessions.ts'
import { createBackground } from '../src/kernel/background.ts'
import { caller } from './caller.ts'
import type { TestEngine } from './engines.ts'
import { fakeClock } from './fake-clock.ts'

export const keyHash = 'a'.repeat(64)
export const otherHash = 'b'.repeat(64)

const firefox = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0'

export const visit = (ip = '10.0.0.1', agent: string | undefined = firefox) => ({
  ip,
  headers: { 'user-agent': agent },
})

/** Two keys are accepted: `key:a` and `key:b`. */
const keys = new Map([
  [keyHash, { id: 'key:a' }],
  [otherHash, { id: 'key:b' }],
])

/** Sessions over an empty storage; `start` makes others over the same one, as another process or a later start does. */
export async function setUpSessions({ open }: Pick<TestEngine, 'open'>) {
  const clock = fakeClock()
  const { sessions: repository } = await open(clock)
  const accepted = new Map(keys)
  const start = (of = repository) =>
    createSessions({
      storage: { sessions: of },
      keyOf: (hash) => accepted.get(hash) ?? null,
      clock,
      background: createBackground({ clock }),
    })
  return { clock, repository, accepted, start, sessions: start() }
}

export const signIn = (sessions: Sessions, hash = keyHash, from = visit()): Promise<string> =>
  sessions.begin(caller(), { keyHash: hash, visit: from })

export const keyOf = async (sessions: Sessions, token: string) => (await sessions.find(token, visit()))?.keyHash ?? null
