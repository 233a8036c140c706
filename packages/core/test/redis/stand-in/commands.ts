import type { Keyspace } from './keyspace.ts'
import { ok, type Reply, ReplyError } from './resp.ts'

export type Command = (keys: Keyspace, args: readonly string[]) => Reply
export type Commands = Readonly<Record<string, Command>>

export const integer = (text: string | undefined): number => {
  if (text !== undefined && /^-?\d+$/.test(text)) return Number(text)
  throw new ReplyError('ERR value is not an integer or out of range')
}

export const float = (text: string | undefined): number => {
  const value = text === '+inf' || text === 'inf' ? Infinity : text === '-inf' ? -Infinity : Number(text)
  if (text !== undefined && text !== '' && !Number.isNaN(value)) return value
  throw new ReplyError('ERR value is not a valid float')
}

function increase(keys: Keyspace, key: string, by: number): number {
  const value = integer(keys.get('string', key) ?? '0') + by
  keys.put(key, String(value))
  return value
}

const removeEmpty = (keys: Keyspace, key: string, size: number) => {
  if (size === 0) keys.delete(key)
}

const pairs = (list: readonly string[]): [string, string][] =>
  list.flatMap((one, index) => (index % 2 === 0 ? [[one, list[index + 1] ?? ''] as [string, string]] : []))

const seconds = (until: number | null | undefined, unit: number): number =>
  until === undefined ? -2 : until === null ? -1 : Math.ceil((until - Date.now()) / unit)

const until =
  (unit: number): Command =>
  (keys, [key = '', amount]) =>
    Number(keys.expire(key, Date.now() + integer(amount) * unit))

/** Texts, hashes and sets, and how long keys are kept: as much of it as scripts of the dashboard may need. */
export const plainCommands: Commands = {
  get: (keys, [key = '']) => keys.get('string', key) ?? null,
  set(keys, [key = '', value = '', ...options]) {
    const words = options.map((word) => word.toLowerCase())
    const known = keys.has(key)
    if ((words.includes('nx') && known) || (words.includes('xx') && !known)) return null
    if (!words.includes('keepttl')) keys.delete(key)
    keys.put(key, value)
    const [ex, px] = [words.indexOf('ex'), words.indexOf('px')]
    if (ex >= 0) keys.expire(key, Date.now() + integer(words[ex + 1]) * 1000)
    if (px >= 0) keys.expire(key, Date.now() + integer(words[px + 1]))
    return ok
  },
  incr: (keys, [key = '']) => increase(keys, key, 1),
  decr: (keys, [key = '']) => increase(keys, key, -1),
  incrby: (keys, [key = '', by]) => increase(keys, key, integer(by)),
  decrby: (keys, [key = '', by]) => increase(keys, key, -integer(by)),
  del: (keys, all) => all.filter((key) => keys.delete(key)).length,
  exists: (keys, all) => all.filter((key) => keys.has(key)).length,
  expire: until(1000),
  pexpire: until(1),
  persist: (keys, [key = '']) => Number(keys.expire(key, null)),
  ttl: (keys, [key = '']) => seconds(keys.expiry(key), 1000),
  pttl: (keys, [key = '']) => seconds(keys.expiry(key), 1),
  time: () => {
    const now = Date.now()
    return [String(Math.floor(now / 1000)), String((now % 1000) * 1000)]
  },
  hset(keys, [key = '', ...fields]) {
    const hash = keys.of('hash', key)
    const before = hash.size
    for (const [name, value] of pairs(fields)) hash.set(name, value)
    return hash.size - before
  },
  hget: (keys, [key = '', name = '']) => keys.get('hash', key)?.get(name) ?? null,
  hmget: (keys, [key = '', ...names]) => names.map((name) => keys.get('hash', key)?.get(name) ?? null),
  hgetall: (keys, [key = '']) => [...(keys.get('hash', key) ?? [])].flat(),
  hkeys: (keys, [key = '']) => [...(keys.get('hash', key)?.keys() ?? [])],
  hvals: (keys, [key = '']) => [...(keys.get('hash', key)?.values() ?? [])],
  hexists: (keys, [key = '', name = '']) => Number(keys.get('hash', key)?.has(name) ?? false),
  hlen: (keys, [key = '']) => keys.get('hash', key)?.size ?? 0,
  hincrby(keys, [key = '', name = '', by]) {
    const hash = keys.of('hash', key)
    const value = integer(hash.get(name) ?? '0') + integer(by)
    hash.set(name, String(value))
    return value
  },
  hdel(keys, [key = '', ...names]) {
    const hash = keys.get('hash', key)
    if (!hash) return 0
    const count = names.filter((name) => hash.delete(name)).length
    removeEmpty(keys, key, hash.size)
    return count
  },
  sadd(keys, [key = '', ...members]) {
    const set = keys.of('set', key)
    const before = set.size
    for (const member of members) set.add(member)
    return set.size - before
  },
  srem(keys, [key = '', ...members]) {
    const set = keys.get('set', key)
    if (!set) return 0
    const count = members.filter((member) => set.delete(member)).length
    removeEmpty(keys, key, set.size)
    return count
  },
  scard: (keys, [key = '']) => keys.get('set', key)?.size ?? 0,
  sismember: (keys, [key = '', member = '']) => Number(keys.get('set', key)?.has(member) ?? false),
  smembers: (keys, [key = '']) => [...(keys.get('set', key) ?? [])],
  flushall(keys) {
    keys.clear()
    return ok
  },
  keys: (keys, [pattern = '*']) => {
    const start = pattern.split('*', 1)[0] ?? ''
    return keys.keys().filter((key) => key.startsWith(start))
  },
  dbsize: (keys) => keys.keys().length,
}
