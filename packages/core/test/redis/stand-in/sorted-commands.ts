import { type Commands, float, integer } from './commands.ts'
import type { Keyspace, StreamEntry } from './keyspace.ts'
import { type Reply, ReplyError } from './resp.ts'

/** By score, then by name. */
const sorted = (keys: Keyspace, key: string): [string, number][] =>
  [...(keys.get('zset', key) ?? [])].sort(([a, x], [b, y]) => x - y || (a < b ? -1 : 1))

function between(minimum = '-inf', maximum = '+inf'): (score: number) => boolean {
  const bound = (text: string) => ({ isOpen: text.startsWith('('), value: float(text.replace('(', '')) })
  const [low, high] = [bound(minimum), bound(maximum)]
  return (score) =>
    (low.isOpen ? score > low.value : score >= low.value) && (high.isOpen ? score < high.value : score <= high.value)
}

const withScores = (found: readonly [string, number][], words: readonly string[]): Reply =>
  words.some((word) => word.toLowerCase() === 'withscores')
    ? found.flatMap(([member, score]) => [member, String(score)])
    : found.map(([member]) => member)

function remove(keys: Keyspace, key: string, members: readonly string[]): number {
  const set = keys.get('zset', key)
  if (!set) return 0
  const count = members.filter((member) => set.delete(member)).length
  if (set.size === 0) keys.delete(key)
  return count
}

/** Where `ZRANGE` and its like begin and end, counted from the end where negative. */
function slice<T>(list: readonly T[], from: string | undefined, to: string | undefined): T[] {
  const place = (text: string | undefined) => (integer(text) < 0 ? list.length + integer(text) : integer(text))
  return list.slice(Math.max(0, place(from)), place(to) + 1)
}

const zsets: Commands = {
  zadd(keys, [key = '', ...rest]) {
    const set = keys.of('zset', key)
    const isNew = rest[0]?.toLowerCase() === 'nx'
    const before = set.size
    for (let at = isNew ? 1 : 0; at < rest.length; at += 2) {
      const [score, member = ''] = [float(rest[at]), rest[at + 1]]
      if (!isNew || !set.has(member)) set.set(member, score)
    }
    return set.size - before
  },
  zincrby(keys, [key = '', by, member = '']) {
    const set = keys.of('zset', key)
    const score = (set.get(member) ?? 0) + float(by)
    set.set(member, score)
    return String(score)
  },
  zscore(keys, [key = '', member = '']) {
    const score = keys.get('zset', key)?.get(member)
    return score === undefined ? null : String(score)
  },
  zcard: (keys, [key = '']) => keys.get('zset', key)?.size ?? 0,
  zrem: (keys, [key = '', ...members]) => remove(keys, key, members),
  zcount: (keys, [key = '', low, high]) => sorted(keys, key).filter(([, score]) => between(low, high)(score)).length,
  zrange: (keys, [key = '', from, to, ...words]) => withScores(slice(sorted(keys, key), from, to), words),
  zrangebyscore: (keys, [key = '', low, high, ...words]) =>
    withScores(
      sorted(keys, key).filter(([, score]) => between(low, high)(score)),
      words,
    ),
  zremrangebyscore: (keys, [key = '', low, high]) =>
    remove(
      keys,
      key,
      sorted(keys, key).flatMap(([member, score]) => (between(low, high)(score) ? [member] : [])),
    ),
  zremrangebyrank: (keys, [key = '', from, to]) =>
    remove(
      keys,
      key,
      slice(sorted(keys, key), from, to).map(([member]) => member),
    ),
}

type Id = StreamEntry['id']

const compare = ([a, b]: Id, [c, d]: Id): number => a - c || b - d
const written = ([ms, sequence]: Id): string => `${ms}-${sequence}`

function idOf(text: string, sequence: number): Id {
  if (text === '-') return [0, 0]
  if (text === '+') return [Infinity, Infinity]
  const [ms, own] = text.replace('(', '').split('-')
  return [integer(ms), own === undefined ? sequence : integer(own)]
}

function range(keys: Keyspace, [key = '', from = '-', to = '+', word, count]: readonly string[], isReversed = false) {
  const [first, last] = isReversed ? [to, from] : [from, to]
  const [low, high] = [idOf(first, 0), idOf(last, Infinity)]
  const found = (keys.get('stream', key) ?? []).filter(({ id }) => {
    const [over, under] = [compare(id, low), compare(id, high)]
    return (first.startsWith('(') ? over > 0 : over >= 0) && (last.startsWith('(') ? under < 0 : under <= 0)
  })
  const all = isReversed ? found.toReversed() : found
  const some = word?.toLowerCase() === 'count' ? all.slice(0, integer(count)) : all
  return some.map(({ id, fields }): Reply => [written(id), [...fields]])
}

const streams: Commands = {
  xadd(keys, [key = '', ...rest]) {
    const words = [...rest]
    let most = Infinity
    if (words[0]?.toLowerCase() === 'maxlen') {
      const size = words[1] === '~' || words[1] === '=' ? 2 : 1
      most = integer(words[size])
      words.splice(0, size + 1)
    }
    const [text = '*', ...fields] = words
    const stream = keys.of('stream', key)
    const last = stream.at(-1)?.id ?? [0, 0]
    const now = Date.now()
    const id: Id = text === '*' ? (now > last[0] ? [now, 0] : [last[0], last[1] + 1]) : idOf(text, 0)
    if (compare(id, last) <= 0)
      throw new ReplyError('ERR The ID specified in XADD is equal or smaller than the target stream top item')
    stream.push({ id, fields })
    stream.splice(0, Math.max(0, stream.length - most))
    return written(id)
  },
  xlen: (keys, [key = '']) => keys.get('stream', key)?.length ?? 0,
  xrange: (keys, args) => range(keys, args),
  xrevrange: (keys, args) => range(keys, args, true),
}

/** Sorted sets and streams. */
export const sortedCommands: Commands = { ...zsets, ...streams }
