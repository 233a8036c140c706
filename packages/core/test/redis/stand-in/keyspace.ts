import { ReplyError } from './resp.ts'

export interface StreamEntry {
  readonly id: readonly [ms: number, sequence: number]
  readonly fields: readonly string[]
}

export type Value = string | Map<string, string> | Map<string, number> | Set<string> | StreamEntry[]

type Kind = 'string' | 'hash' | 'zset' | 'set' | 'stream'

interface Kinds {
  string: string
  hash: Map<string, string>
  zset: Map<string, number>
  set: Set<string>
  stream: StreamEntry[]
}

/** What the keys hold, and until when. */
export interface Keyspace {
  get<K extends Kind>(kind: K, key: string): Kinds[K] | undefined
  /** The value of a key, made where there is none. */
  of<K extends Exclude<Kind, 'string'>>(kind: K, key: string): Kinds[K]
  put(key: string, value: string, kind?: Kind): void
  delete(key: string): boolean
  has(key: string): boolean
  keys(): string[]
  /** Milliseconds since the epoch; null for no end. False where there is no such key. */
  expire(key: string, at: number | null): boolean
  /** Null for no end, undefined for no key. */
  expiry(key: string): number | null | undefined
  clear(): void
}

interface Held {
  readonly kind: Kind
  readonly value: Value
  until: number | null
}

const makers = {
  hash: () => new Map<string, string>(),
  zset: () => new Map<string, number>(),
  set: () => new Set<string>(),
  stream: (): StreamEntry[] => [],
}

export function createKeyspace(): Keyspace {
  const all = new Map<string, Held>()

  function held(key: string): Held | undefined {
    const one = all.get(key)
    if (!one || one.until === null || one.until > Date.now()) return one
    all.delete(key)
    return undefined
  }

  function get<K extends Kind>(kind: K, key: string): Kinds[K] | undefined {
    const one = held(key)
    if (!one) return undefined
    if (one.kind === kind) return one.value as Kinds[K]
    throw new ReplyError('WRONGTYPE Operation against a key holding the wrong kind of value')
  }

  return {
    get,
    of(kind, key) {
      const known = get(kind, key)
      if (known) return known
      const value = makers[kind]() as Kinds[typeof kind]
      all.set(key, { kind, value, until: null })
      return value
    },
    put: (key, value) => void all.set(key, { kind: 'string', value, until: held(key)?.until ?? null }),
    delete: (key) => held(key) !== undefined && all.delete(key),
    has: (key) => held(key) !== undefined,
    keys: () => [...all.keys()].filter((key) => held(key)),
    expire(key, at) {
      const one = held(key)
      if (one) one.until = at
      return one !== undefined
    },
    expiry: (key) => held(key)?.until,
    clear: () => all.clear(),
  }
}
