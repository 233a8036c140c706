import type { Kysely, Transaction } from 'kysely'
import { type Limit, serialize } from '../kernel/serial.ts'
import type { StorageGuard } from './storage-guard.ts'

/** Until the transaction ends, no other one that locks the same name goes on, in whatever process. */
export type StorageLock = <Tables>(transaction: Transaction<Tables>, name: string) => Promise<void>

/** Work of one name runs one at a time, in whatever process: what it reads is still so when it writes. */
export type StorageTurns = (name: string) => Limit

export interface StorageTurnsOptions<Tables> {
  readonly db: Kysely<Tables>
  readonly guard: Pick<StorageGuard, 'write'>
  readonly lock: StorageLock
  readonly isShared: boolean
}

/**
 * Where other processes write too, a turn holds one connection beside those that its work uses. One that loses it may meet
 * another process: what must never happen is a condition of the change itself.
 */
export function createStorageTurns<Tables>({ db, guard, lock, isShared }: StorageTurnsOptions<Tables>): StorageTurns {
  function alone<T>(name: string, work: () => Promise<T>): Promise<T> {
    const { promise, resolve, reject } = Promise.withResolvers<T>()
    let hasBegun = false
    const held = guard.write(() =>
      db.transaction().execute(async (transaction) => {
        await lock(transaction, name)
        if (hasBegun) return
        hasBegun = true
        // How the work ends is its caller's to know, and no failure of the storage.
        await work().then(resolve, reject)
      }),
    )
    held.catch((error) => {
      if (!hasBegun) reject(error)
    })
    return promise
  }

  return (name) => {
    const inTurn = serialize()
    return isShared ? (work) => inTurn(() => alone(name, work)) : inTurn
  }
}
