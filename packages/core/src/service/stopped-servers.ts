import type { Clock } from '../kernel/clock.ts'
import type { SharedLink } from '../replicas/shared-link.ts'

/** Servers that somebody stopped here or on another replica, by name. */
export interface StoppedServers extends Disposable {
  has(name: string): boolean
  /** Another replica said so a moment ago, and what is known here of the server may be older. */
  isNews(name: string): boolean
  /** Tells the other replicas too. */
  set(name: string, isStopped: boolean): void
  /** It was started by somebody else, which every replica sees for itself. */
  forget(name: string): void
}

interface Message {
  readonly name: string
  readonly isStopped: boolean
}

const channel = 'service-stopped'
/** Longer than it takes until every replica knows that a server does not answer any more. */
const newsMs = 30_000

export function createStoppedServers(
  link: Pick<SharedLink, 'publish' | 'subscribe'>,
  clock: Pick<Clock, 'elapsed'>,
): StoppedServers {
  const stopped = new Set<string>()
  const heardAt = new Map<string, number>()
  const keep = ({ name, isStopped }: Message) => {
    if (isStopped) stopped.add(name)
    else stopped.delete(name)
  }
  // Only replicas of ours publish there.
  const end = link.subscribe(channel, (message) => {
    const heard = message as Message
    heardAt.set(heard.name, clock.elapsed())
    keep(heard)
  })
  return {
    has: (name) => stopped.has(name),
    isNews: (name) => clock.elapsed() - (heardAt.get(name) ?? Number.NEGATIVE_INFINITY) < newsMs,
    set(name, isStopped) {
      keep({ name, isStopped })
      link.publish(channel, { name, isStopped })
    },
    forget: (name) => void stopped.delete(name),
    [Symbol.dispose]: end,
  }
}
