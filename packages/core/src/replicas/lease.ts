import type { Transaction } from 'kysely'

/** A right that one replica has at a time, until it ends by itself. */
export interface Lease {
  /**
   * Whether this process may act on it now. False as soon as the time it was renewed for is over, also when this process
   * was suspended meanwhile and no timer has fired yet.
   */
  isHeld(): boolean
  /** Calls back when it is gained or lost; returns what ends it. */
  onChange(listener: (isHeld: boolean) => void): () => void
  /**
   * Fences a transaction: call it before the first write. Throws LeaseLost where another replica has the lease, also if
   * this process does not know yet; until the transaction has ended no other can take it.
   */
  confirm<Tables>(transaction: Transaction<Tables>): Promise<void>
}

/** Whether a lease is confirmed, for what is left out otherwise. */
export const confirmedBy =
  (lease: Pick<Lease, 'confirm'>) =>
  async <Tables>(transaction: Transaction<Tables>): Promise<boolean> => {
    try {
      await lease.confirm(transaction)
      return true
    } catch (error) {
      if (error instanceof LeaseLost) return false
      throw error
    }
  }

/** Another replica has the lease: what was to be written is its to write. */
export class LeaseLost extends Error {
  /** Work that is given up, which is no failure. */
  override readonly name = 'AbortError'

  constructor() {
    super('Another replica has taken over.')
  }
}
