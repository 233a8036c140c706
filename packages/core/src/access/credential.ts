import type { Clock } from '../kernel/clock.ts'
import { DashboardError } from '../kernel/errors.ts'
import type { Rights } from '../kernel/rights/rights.ts'
import type { End, Holds } from './holds.ts'
import type { StoredKey } from './key-table.ts'

/** What lets a caller in: a key, or the one that it replaces for a while. */
export interface Credential {
  /** Id of the key, stable for ever. */
  readonly id: string
  /** What the key is called now. */
  readonly name: string
  readonly rights: Rights
  /** SHA-256 of the key, in hex. */
  readonly keyHash: string
  /** Why it is no longer accepted; null while it is. */
  readonly ended: DashboardError | null
  /** Ends with it what is held open, at once where it has ended. The returned function forgets it. */
  hold(end: End): () => void
}

export interface CredentialEnd {
  /** Milliseconds since the epoch. */
  readonly at: number
  readonly why: keyof typeof reasons
}

const reasons = {
  expired: () =>
    new DashboardError('unauthorized', 'The key has expired.', { hint: 'Ask an administrator for another one.' }),
  replaced: () =>
    new DashboardError('unauthorized', 'The key was replaced by a new one.', { hint: 'Use the new one.' }),
  revoked: () =>
    new DashboardError('unauthorized', 'The key was revoked.', { hint: 'Ask an administrator for another one.' }),
  demoted: () => lessAllowed('The key may do less than before.'),
  role_lessened: () => lessAllowed('The role of the key may do less than before.'),
} as const

const lessAllowed = (message: string) =>
  new DashboardError('unauthorized', message, { hint: 'Send the request again.' })

export class OwnedCredential implements Credential {
  readonly id: string
  readonly sha256: Buffer
  readonly keyHash: string
  readonly #holds: Holds<OwnedCredential>
  name: string
  rights: Rights
  /** When it ends by itself; null: never. */
  ends: CredentialEnd | null
  ended: DashboardError | null = null
  /** The key as it was sent. */
  given: string | null = null

  constructor(
    key: Pick<Credential, 'id' | 'name' | 'rights'> & { readonly sha256: Buffer },
    ends: CredentialEnd | null,
    holds: Holds<OwnedCredential>,
  ) {
    this.id = key.id
    this.name = key.name
    this.rights = key.rights
    this.sha256 = key.sha256
    this.keyHash = key.sha256.toString('hex')
    this.ends = ends
    this.#holds = holds
  }

  isDue(clock: Pick<Clock, 'now'>): boolean {
    return this.ended === null && this.ends !== null && clock.now() >= this.ends.at
  }

  end(why: CredentialEnd['why']): void {
    if (this.ended) return
    this.ended = reasons[why]()
    this.#holds.end(this, this.ended)
  }

  hold(end: End): () => void {
    if (!this.ended) return this.#holds.add(this, end)
    end(this.ended)
    return () => {}
  }
}

/** The hashes that a stored key has, and when each of them ends. */
export function endsOf(key: StoredKey): readonly { readonly sha256: string; readonly ends: CredentialEnd | null }[] {
  const { sha256, replaced_sha256, replaced_until, expires_at, revoked_at } = key
  // Of another process, whose clock may be ahead of this one's: over is over.
  if (revoked_at !== null) {
    const ends = { at: 0, why: 'revoked' } as const
    return [{ sha256, ends }, ...(replaced_sha256 === null ? [] : [{ sha256: replaced_sha256, ends }])]
  }
  const expiry = expires_at === null ? null : ({ at: Date.parse(expires_at), why: 'expired' } as const)
  if (replaced_sha256 === null) return [{ sha256, ends: expiry }]
  const graceEnd = { at: replaced_until === null ? 0 : Date.parse(replaced_until), why: 'replaced' } as const
  const first = expiry !== null && expiry.at < graceEnd.at ? expiry : graceEnd
  return [
    { sha256, ends: expiry },
    { sha256: replaced_sha256, ends: first },
  ]
}
