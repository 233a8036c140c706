import { randomUUID } from 'node:crypto'
import { type Simulator, type SimulatorOptions, startSimulator } from '@ollama-dashboard/ollama-sim'
import { onTestFinished } from 'vitest'
import { openCore } from '../src/core.ts'
import type { Core } from '../src/core-interface.ts'
import type { CoreOptions } from '../src/core-options.ts'
import { LeaseLost } from '../src/replicas/lease.ts'
import type { Replicas } from '../src/replicas/replicas.ts'
import type { Storage } from '../src/storage/storage.ts'
import { type LinkHub, linkHub, sharedStorages } from './replicas-set-up.ts'
import { temporaryFolder } from './temporary-folder.ts'

/** A lease that a test hands on: what it is in the storage, and what each replica believes. */
export interface HandedLease {
  /** Another gets it. The one that had it finds out too, unless it is suspended. */
  give(to: Replicas, options?: { readonly isOldSuspended?: boolean }): void
  /** A replica outside of the test gets it, and whoever had it does not know yet. */
  takeAway(): void
  /** One that was suspended finds out how things stand. */
  wake(replica: Replicas): void
  join(hub: LinkHub, more?: Partial<Replicas>): Replicas
}

export function handedLease(): HandedLease {
  let holder: string | null = null
  const believers = new Set<string>()
  const listeners = new Map<string, Set<(isHeld: boolean) => void>>()
  const tell = (id: string, isHeld: boolean) => {
    if (isHeld) believers.add(id)
    else believers.delete(id)
    for (const listener of listeners.get(id) ?? []) listener(isHeld)
  }
  return {
    give({ id }, { isOldSuspended = false } = {}) {
      const old = holder
      holder = id
      if (old !== null && old !== id && !isOldSuspended) tell(old, false)
      tell(id, true)
    },
    takeAway() {
      holder = 'another'
    },
    wake: ({ id }) => tell(id, holder === id),
    join(hub, more = {}) {
      const id = randomUUID()
      holder ??= id
      if (holder === id) believers.add(id)
      const own = new Set<(isHeld: boolean) => void>()
      listeners.set(id, own)
      return {
        id,
        isAlone: false,
        link: hub.link(id),
        leader: {
          isHeld: () => believers.has(id),
          onChange(listener) {
            own.add(listener)
            return () => void own.delete(listener)
          },
          async confirm() {
            if (holder !== id) throw new LeaseLost()
          },
        },
        members: () => [],
        health: () => [],
        metrics: [],
        async [Symbol.asyncDispose]() {},
        ...more,
      }
    },
  }
}

export interface ReplicatedCores {
  /** The first one leads at first. */
  readonly cores: readonly [Core, Core, Core]
  readonly replicas: readonly [Replicas, Replicas, Replicas]
  readonly storages: readonly Storage[]
  readonly simulator: Simulator
  readonly hub: LinkHub
  readonly lease: HandedLease
}

/** Three cores over one PostgreSQL and one simulated Ollama; all end with the test. */
export async function replicatedCores(
  options: SimulatorOptions = {},
  more: Partial<CoreOptions> | ((index: number) => Partial<CoreOptions>) = {},
): Promise<ReplicatedCores> {
  const simulator = await startSimulator({ scenario: 'home', speed: 1000, ...options })
  onTestFinished(() => simulator.close())
  const storages = await sharedStorages(3)
  const [hub, lease] = [linkHub(), handedLease()]
  const replicas = storages.map(() => lease.join(hub))
  const cores: Core[] = []
  for (const [index, storage] of storages.entries()) {
    const core = await openCore({
      instances: [{ name: 'default', url: new URL(simulator.url) }],
      host: { sample: async () => simulator.host() },
      dataDir: await temporaryFolder(),
      version: '1.0.0',
      storage,
      acceptedKeys: null,
      replicas: replicas[index] as Replicas,
      ...(typeof more === 'function' ? more(index) : more),
    })
    cores.push(core)
    onTestFinished(() => core[Symbol.asyncDispose]())
  }
  return {
    cores: cores as [Core, Core, Core],
    replicas: replicas as [Replicas, Replicas, Replicas],
    storages,
    simulator,
    hub,
    lease,
  }
}
