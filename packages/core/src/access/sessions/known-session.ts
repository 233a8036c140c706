import type { BrowserSession } from '@ollama-dashboard/contracts'
import { timestamp } from '../../kernel/clock.ts'
import { browserName } from './browser-name.ts'
import type { SessionSeen, StoredSession } from './session-table.ts'

/** How long a session lasts: without use, and at most. */
export const sessionLimits = { idleMs: 12 * 3_600_000, maxAgeMs: 7 * 86_400_000 } as const

/** A request of a browser; it is looked at only when it is kept. */
export interface Visit {
  readonly ip: string
  readonly headers: { readonly 'user-agent'?: string | undefined }
}

/** What is kept of a visit, with its time in milliseconds since the epoch. */
export const seenAt = (now: number, { ip, headers }: Visit): SessionSeen => ({
  last_seen_at: timestamp(now),
  browser: browserName(headers['user-agent']),
  address: ip,
})

/** Only who has the request can tell whether it came by this one. */
export type ListedSession = Omit<BrowserSession, 'is_current'>

/** A session in memory. Times are milliseconds since the epoch. */
export class KnownSession {
  /** As it is stored, or soon will be. */
  stored: StoredSession
  readonly #createdAt: number
  lastSeenAt: number
  /** By the clock that nobody sets: when it was last read from the storage. */
  readAt: number

  constructor(stored: StoredSession, readAt: number) {
    this.stored = stored
    this.#createdAt = Date.parse(stored.created_at)
    this.lastSeenAt = this.notedAt
    this.readAt = readAt
  }

  /** When it was last handed to the storage that it was seen. */
  get notedAt(): number {
    return Date.parse(this.stored.last_seen_at)
  }

  /** When it ends by itself, if it is not used until then. */
  get endsAt(): number {
    return Math.min(this.#createdAt + sessionLimits.maxAgeMs, this.lastSeenAt + sessionLimits.idleMs)
  }

  /** Another process may have seen it later. */
  apply(stored: StoredSession): void {
    if (stored.last_seen_at > this.stored.last_seen_at) this.stored = stored
    this.lastSeenAt = Math.max(this.lastSeenAt, this.notedAt)
  }

  viewFor(keyId: string): ListedSession {
    const { public_id: id, browser, address, created_at, last_seen_at } = this.stored
    return { id, key_id: keyId, browser, address, created_at, last_seen_at, expires_at: timestamp(this.endsAt) }
  }
}
