import { hostname } from 'node:os'
import type { Clock } from '../kernel/clock.ts'
import type { Lease } from './lease.ts'
import type { Replica } from './replicas.ts'
import type { SharedLink } from './shared-link.ts'

export interface PresenceOptions {
  readonly id: string
  readonly version: string
  readonly link: SharedLink
  readonly leader: Lease
  readonly clock: Clock
}

export interface Presence extends Disposable {
  /** Those that are there now, this one first. */
  members(): readonly Replica[]
}

/** What a replica tells of itself. `asks` for the same of those who hear it, `leaves` for good. */
interface Told extends Omit<Replica, 'seenAt'> {
  readonly asks?: boolean
  readonly leaves?: boolean
}

const tellMs = 3000
/** Three times untold, a replica is gone. */
const goneMs = 9500

const channel = 'presence'
const maxTextLength = 200

/** Tells the others of this replica now and then, at once when something changes, and that it leaves when it is disposed. */
export function createPresence({ id, version, link, leader, clock }: PresenceOptions): Presence {
  const startedAt = clock.now()
  const others = new Map<string, Replica & { readonly heardAt: number }>()
  let cancel = () => {}

  const self = (): Omit<Replica, 'seenAt'> => ({
    ...{ id, version, startedAt },
    host: hostname(),
    isLeader: leader.isHeld(),
  })

  function tell(more: Pick<Told, 'asks' | 'leaves'> = {}) {
    cancel()
    cancel = clock.after(tellMs, tell)
    link.publish(channel, { ...self(), ...more } satisfies Told)
  }

  function hear(message: unknown, from: string) {
    if (!isTold(message) || from === id) return
    const { asks, leaves, ...replica } = message
    if (leaves) others.delete(from)
    else others.set(from, { ...replica, id: from, seenAt: clock.now(), heardAt: clock.elapsed() })
    if (asks) tell()
  }

  const ends = [
    link.subscribe(channel, hear),
    link.onRestored(() => tell({ asks: true })),
    leader.onChange(() => tell()),
  ]
  tell({ asks: true })

  return {
    members() {
      for (const [one, { heardAt }] of others) if (clock.elapsed() - heardAt > goneMs) others.delete(one)
      const known = [...others.values()].map(({ heardAt: _, ...replica }): Replica => replica)
      // Of two that say so, one does not know yet that it no longer leads.
      return [{ ...self(), seenAt: clock.now() }, ...known.toSorted((a, b) => a.startedAt - b.startedAt)]
    },
    [Symbol.dispose]() {
      for (const end of ends) end()
      link.publish(channel, { ...self(), isLeader: false, leaves: true } satisfies Told)
      cancel()
    },
  }
}

function isTold(message: unknown): message is Told {
  if (typeof message !== 'object' || message === null) return false
  const { host, version, startedAt, isLeader } = message as Partial<Told>
  const isText = (value: unknown) => typeof value === 'string' && value.length <= maxTextLength
  return isText(host) && isText(version) && Number.isFinite(startedAt) && typeof isLeader === 'boolean'
}
