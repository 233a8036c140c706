import type { Role, RoleName } from '@ollama-dashboard/contracts'
import { onTestFinished } from 'vitest'
import { type AcceptedKey, hashKey } from '../src/access/accepted-key.ts'
import { openAccess } from '../src/access/open-access.ts'
import { createEventBus } from '../src/events/event-bus.ts'
import { createBackground } from '../src/kernel/background.ts'
import { alone } from '../src/replicas/alone.ts'
import type { SharedLink } from '../src/replicas/shared-link.ts'
import { createMemoryStorage } from '../src/storage/open-storage.ts'
import type { Storage } from '../src/storage/storage.ts'
import { caller } from './caller.ts'
import { type FakeClock, fakeClock } from './fake-clock.ts'

export const fixedKey = (role: Role): AcceptedKey => ({ id: `env:${role}`, role, sha256: hashKey(`fixed-${role}`) })

export interface KeysSetUp {
  readonly accepted?: readonly AcceptedKey[] | null
  readonly clock?: FakeClock
  readonly storage?: Storage
  readonly link?: SharedLink
}

/** Keys over a storage in memory, or over one that is there already. */
export async function setUpKeys({ accepted = [fixedKey('admin')], clock = fakeClock(), ...more }: KeysSetUp = {}) {
  const storage = more.storage ?? (await createMemoryStorage(clock))
  if (!more.storage) onTestFinished(() => storage[Symbol.asyncDispose]())
  const { link = alone({ version: '1.0.0', clock }).link } = more
  const background = createBackground({ clock })
  const events = createEventBus(clock, background)
  const opened = await openAccess({ storage, accepted, events, clock, background, link })
  onTestFinished(() => opened[Symbol.dispose]())
  const { access } = opened
  const create = (name: string, role: RoleName = 'operator', expires_at: string | null = null) =>
    access.keys.create(caller(), { name, role, expires_at })
  return { ...access, storage, clock, events, create }
}
