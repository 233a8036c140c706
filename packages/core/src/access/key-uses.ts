import { type Clock, timestamp } from '../kernel/clock.ts'
import type { KeyRepository, KeyUse } from './key-table.ts'

/** When each key was used last, and from where. */
export interface KeyUses {
  /** Of a request; its address is read only when it is kept: once a minute for each key. */
  note(id: string, request: { readonly ip: string }): void
  find(id: string): KeyUse | null
  /** Takes over what other processes noted. */
  apply(uses: readonly KeyUse[]): void
}

const noteAgainMs = 60_000

export interface KeyUsesOptions {
  readonly repository: Pick<KeyRepository, 'used'>
  readonly clock: Pick<Clock, 'now'>
}

export function createKeyUses({ repository, clock }: KeyUsesOptions): KeyUses {
  const known = new Map<string, KeyUse & { readonly at: number }>()

  const isNewer = ({ id, last_used_at }: KeyUse) => last_used_at > (known.get(id)?.last_used_at ?? '')

  return {
    note(id, request) {
      const now = clock.now()
      const before = known.get(id)
      // Either way: the clock on the wall may have been set back.
      if (before && Math.abs(now - before.at) < noteAgainMs) return
      const use = { id, last_used_at: timestamp(now), last_used_from: request.ip }
      known.set(id, { ...use, at: now })
      repository.used(use)
    },
    find: (id) => known.get(id) ?? null,
    apply(uses) {
      for (const use of uses.filter(isNewer)) known.set(use.id, { ...use, at: Date.parse(use.last_used_at) })
    },
  }
}
