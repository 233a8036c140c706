import { hash } from 'node:crypto'
import { hostname } from 'node:os'
import type { ServiceChanging } from '@ollama-dashboard/contracts'
import type { Instance } from '../instances/instance.ts'
import type { Background } from '../kernel/background.ts'
import { type Clock, withinMs } from '../kernel/clock.ts'
import { DashboardError } from '../kernel/errors.ts'
import { addressKey, isLoopback } from '../ollama/ollama-address.ts'
import type { Replicas } from '../replicas/replicas.ts'
import { leaseForWork, type WorkLease } from '../replicas/work-lease.ts'
import type { Storage } from '../storage/storage.ts'
import { createChangesElsewhere } from './changes-elsewhere.ts'

type Server = Pick<Instance, 'name' | 'url'>

/** What is being done to which server, here or on another replica: one thing at a time. Disposing it waits for what ends then. */
export interface ChangingServers extends AsyncDisposable {
  /** Null where nothing is. */
  of(server: Server): ServiceChanging | null
  /** Throws `service_changing` while something else is being done to it. */
  begin(server: Server, changing: ServiceChanging): Promise<ChangeUnderWay>
}

export interface ChangeUnderWay {
  /** False where another replica took it over, since this process was suspended for some seconds. */
  isOurs(): Promise<boolean>
  end(): Promise<void>
}

export interface ChangingServersOptions {
  readonly replicas: Pick<Replicas, 'id' | 'link'>
  readonly storage: Pick<Storage, 'leases'>
  readonly clock: Clock
  readonly background: Pick<Background, 'settle'>
}

/** The end of a process does not wait longer. */
const endMs = 3000

/** `options` are absent where this process is alone. */
export function createChangingServers(options?: ChangingServersOptions): ChangingServers {
  const own = new Map<string, ServiceChanging>()
  const underWay = new Set<Promise<void>>()
  const elsewhere = options && createChangesElsewhere(options.replicas.link, options.clock)
  const of = (server: string) => own.get(server) ?? elsewhere?.of(server) ?? null

  return {
    of: (server) => of(keyOf(server)),
    async begin(given, changing) {
      const server = keyOf(given)
      const other = of(server)
      if (other) throw alreadyChanging(other)
      own.set(server, changing)
      const { promise: ended, resolve: tellEnd } = Promise.withResolvers<void>()
      underWay.add(ended)
      const settle = () => {
        own.delete(server)
        underWay.delete(ended)
        tellEnd()
      }
      try {
        const lease = options ? await orWhileAway(leaseOf(server, options), notShared) : notShared
        if (!lease) throw alreadyChanging(elsewhere?.of(server) ?? 'being changed')
        const endTelling = elsewhere?.tell(server, changing)
        return {
          isOurs: () => orWhileAway(lease.isOurs(), true),
          async end() {
            await lease[Symbol.asyncDispose]()
            endTelling?.()
            settle()
          },
        }
      } catch (error) {
        settle()
        throw error
      }
    },
    async [Symbol.asyncDispose]() {
      elsewhere?.[Symbol.dispose]()
      if (options) await withinMs(options.clock, endMs, Promise.all(underWay))
    },
  }
}

/** Behind a loopback address each machine has a server of its own. An address may hold a secret. */
const keyOf = ({ name, url }: Server): string =>
  hash('sha256', JSON.stringify([name, addressKey(url), isLoopback(url) ? hostname() : '']), 'base64url')

const leaseOf = (server: string, { replicas, storage, clock, background }: ChangingServersOptions) =>
  leaseForWork({ repository: storage.leases, name: `service ${server}`, holder: replicas.id, clock, background })

/** A storage that is away keeps nobody from starting Ollama: then replicas go by what they tell each other alone. */
const orWhileAway = <T>(work: Promise<T>, otherwise: T): Promise<T> =>
  work.catch((error: unknown) => {
    if (error instanceof DashboardError && error.code === 'storage_unavailable') return otherwise
    throw error
  })

const notShared: WorkLease = { isOurs: async () => true, async [Symbol.asyncDispose]() {} }

const alreadyChanging = (other: ServiceChanging | 'being changed'): DashboardError =>
  new DashboardError('service_changing', `This server is ${other} already.`, { hint: 'Wait until that has ended.' })
