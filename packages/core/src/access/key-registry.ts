import type { Background } from '../kernel/background.ts'
import type { Clock } from '../kernel/clock.ts'
import { coalesce, serialize } from '../kernel/serial.ts'
import type { OwnedCredentials } from './credentials.ts'
import type { KeyRepository, StoredKey } from './key-table.ts'
import type { KeyUses } from './key-uses.ts'
import type { RoleBook } from './roles/role-book.ts'
import type { RoleRepository, StoredRole } from './roles/role-table.ts'

/** The stored keys and roles as they stand now. Its credentials always agree with them. */
export interface KeyRegistry extends Disposable {
  readonly roles: Omit<RoleBook, 'keep' | 'forget' | 'take'>
  all(): readonly StoredKey[]
  find(id: string): StoredKey | null
  /**
   * Does work while no other changes keys or roles, in this process or another one, after reading what others changed.
   * Throws what the work throws, and `storage_unavailable`.
   */
  inTurn<T>(work: () => Promise<T>): Promise<T>
  /** Looks at what is stored now. Throws what the work throws, and `storage_unavailable`. */
  upToDate<T>(work: () => Promise<T>): Promise<T>
  /** Reads what other processes changed until now. Throws `storage_unavailable`. */
  readAgain(): Promise<void>
  /** Stores a key; false where another one has its name. */
  add(key: StoredKey): Promise<boolean>
  /** Stores how a key stands now; false where another one has its name. */
  replace(key: StoredKey): Promise<boolean>
  remove(ids: readonly string[]): Promise<void>
  /** Stores a role; false where another one has its name. */
  addRole(role: StoredRole): Promise<boolean>
  /** Stores what a role is now, for every key that has it; false where it is there no more. */
  replaceRole(role: StoredRole): Promise<boolean>
  /** False while a key has it. */
  removeRole(name: string): Promise<boolean>
}

export interface KeyRegistryOptions {
  readonly repository: KeyRepository
  readonly roleRepository: RoleRepository
  readonly roles: RoleBook
  readonly credentials: OwnedCredentials
  readonly uses: KeyUses
  readonly clock: Clock
  readonly background: Pick<Background, 'settle'>
  /** Told of each change that was stored by this process. */
  readonly onChange: () => void
}

/** For so long a key counts here that another process revoked, where nothing told of it. */
const readAgainMs = 10_000
/** The clock on the wall may be set, and a timer of Node waits for 24 days at most. */
const lookAgainMs = 60_000

/** Reads all keys and roles. Throws `storage_unavailable`. Disposing it ends its timers. */
export async function openKeyRegistry(options: KeyRegistryOptions): Promise<KeyRegistry> {
  const { repository, roleRepository, roles, credentials, uses, clock, background, onChange } = options
  const keys = new Map<string, StoredKey>()
  const oneByOne = serialize()
  let cancelLook = () => {}
  let cancelReading = () => {}

  function keep(key: StoredKey): void {
    keys.set(key.id, key)
    credentials.apply(key, roles.rightsOf(key))
  }

  function forget(id: string): void {
    keys.delete(id)
    credentials.forget(id)
  }

  function look(): void {
    cancelLook()
    const next = credentials.endDue()
    if (next !== null) cancelLook = clock.after(Math.min(lookAgainMs, Math.max(0, next - clock.now())), look)
  }

  async function read(): Promise<void> {
    const [stored, used, known] = await Promise.all([repository.all(), repository.uses(), roleRepository.all()])
    roles.take(known)
    const ids = new Set(stored.map(({ id }) => id))
    for (const id of keys.keys()) if (!ids.has(id)) forget(id)
    for (const key of stored) keep(key)
    uses.apply(used)
    look()
  }

  async function current<T>(work: () => Promise<T>): Promise<T> {
    if (repository.isShared) await read()
    return work()
  }

  function readLater(): void {
    cancelReading = clock.after(readAgainMs, async () => {
      await background.settle('keys', oneByOne(read))
      readLater()
    })
  }

  const reading = coalesce(() => oneByOne(read))
  await read()
  if (repository.isShared) readLater()

  return {
    roles,
    all: () => [...keys.values()],
    find: (id) => keys.get(id) ?? null,
    inTurn: (work) => oneByOne(() => repository.inTurn(() => current(work))),
    upToDate: (work) => oneByOne(() => current(work)),
    readAgain: reading.next,
    async add(key) {
      if (!(await repository.add(key))) return false
      keep(key)
      look()
      onChange()
      return true
    },
    async replace(key) {
      if (!(await repository.replace(key))) return false
      keep(key)
      look()
      onChange()
      return true
    },
    async remove(ids) {
      await repository.remove(ids)
      for (const id of ids) forget(id)
      onChange()
    },
    async addRole(role) {
      if (!(await roleRepository.add(role))) return false
      roles.keep(role)
      onChange()
      return true
    },
    async replaceRole(role) {
      if (!(await roleRepository.replace(role))) return false
      roles.keep(role)
      for (const key of keys.values()) if (key.role === role.name) keep(key)
      onChange()
      return true
    },
    async removeRole(name) {
      if (!(await roleRepository.remove(name))) return false
      roles.forget(name)
      onChange()
      return true
    },
    [Symbol.dispose]() {
      cancelLook()
      cancelReading()
    },
  }
}
