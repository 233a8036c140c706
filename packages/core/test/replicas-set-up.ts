import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { onTestFinished } from 'vitest'
import { type Background, createBackground } from '../src/kernel/background.ts'
import { type Clock, systemClock } from '../src/kernel/clock.ts'
import { createLease } from '../src/replicas/create-lease.ts'
import type { Replicas } from '../src/replicas/replicas.ts'
import { LinkDown, type LinkListener, type SharedLink } from '../src/replicas/shared-link.ts'
import { openStorage } from '../src/storage/open-storage.ts'
import type { Storage } from '../src/storage/storage.ts'
import { freshDatabase } from './postgres/fresh-database.ts'

/** In place of Redis: passes messages on within this process. */
export interface LinkHub {
  /** Set to false, messages are lost; set back to true, all are told that it is up again. */
  isUp: boolean
  link(replica: string): SharedLink
}

export function linkHub(): LinkHub {
  const subscribers = new Map<string, Set<{ readonly replica: string; readonly listener: LinkListener }>>()
  const restored = new Set<() => void>()
  let isUp = true
  return {
    get isUp() {
      return isUp
    },
    set isUp(next) {
      const isBack = next && !isUp
      isUp = next
      if (isBack) for (const listener of restored) listener()
    },
    link: (replica) => ({
      isUp: () => isUp,
      publish(channel, message) {
        if (!isUp) return
        const text = JSON.stringify(message)
        // As over a network, it arrives later, and each hears a message of its own.
        setImmediate(() => {
          for (const one of subscribers.get(channel) ?? []) {
            if (one.replica !== replica) one.listener(JSON.parse(text), replica)
          }
        })
      },
      subscribe(channel, listener) {
        const all = subscribers.get(channel) ?? new Set()
        const one = { replica, listener }
        subscribers.set(channel, all.add(one))
        return () => void all.delete(one)
      },
      onRestored(listener) {
        restored.add(listener)
        return () => void restored.delete(listener)
      },
      run: () => Promise.reject(new LinkDown()),
    }),
  }
}

interface ReplicaOptions {
  readonly storage: Pick<Storage, 'leases'>
  readonly hub: LinkHub
  readonly clock?: Clock
  readonly background?: Background
}

/** One of the processes that share a storage on PostgreSQL, as `openCore` takes it; it ends with the test. */
export function joinReplicas({ storage, hub, clock = systemClock, ...more }: ReplicaOptions): Replicas {
  const { background = createBackground({ clock }) } = more
  const id = randomUUID()
  const startedAt = clock.now()
  const link = hub.link(id)
  const leader = createLease({ repository: storage.leases, name: 'leader', holder: id, clock, background, link })
  const replicas: Replicas = {
    id,
    isAlone: false,
    link,
    leader,
    members: () => [{ id, host: 'test', version: '1.0.0', startedAt, seenAt: clock.now(), isLeader: leader.isHeld() }],
    health: () => [],
    metrics: [],
    [Symbol.asyncDispose]: () => leader[Symbol.asyncDispose](),
  }
  onTestFinished(() => replicas[Symbol.asyncDispose]())
  return replicas
}

/** Storages over one PostgreSQL database, each with its own connections as a process has; they end with the test. */
export async function sharedStorages(count: number, clock: Clock = systemClock): Promise<readonly Storage[]> {
  const { open } = await sharedDatabase()
  const storages: Storage[] = []
  for (let index = 0; index < count; index += 1) storages.push(await open(clock))
  return storages
}

/** A PostgreSQL database that several replicas share; what is opened over it ends with the test. */
export async function sharedDatabase() {
  const databaseUrl = await freshDatabase()
  const client = new pg.Client(databaseUrl)
  await client.connect()
  onTestFinished(() => client.end())
  const query = async (statement: string): Promise<object[]> => (await client.query(statement)).rows
  return {
    databaseUrl,
    /** A storage with its own connections, as a process has it; `url` where it reaches the database another way. */
    async open(clock: Clock = systemClock, url = databaseUrl): Promise<Storage> {
      const storage = await openStorage({ dataDir: '/nowhere', databaseUrl: url, clock })
      onTestFinished(() => storage[Symbol.asyncDispose]())
      return storage
    },
    /** Runs a statement past all storages. */
    query,
    /** Those of all storages, as a server does that stops. */
    endConnections: () =>
      query(`select pg_terminate_backend(pid) from pg_stat_activity
        where application_name = 'ollama-dashboard' and datname = current_database()`),
    /** The time of every lease is over, as if its holder had not renewed it. */
    endLeases: () => query('update leases set until = 0'),
  }
}
