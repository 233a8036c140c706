/** Where Redis is, and how it lets the dashboard in. */
export interface RedisAddress {
  readonly kind: 'server' | 'sentinel' | 'cluster'
  /** Of the one server, of the Sentinels, or of some nodes of the Cluster. */
  readonly nodes: readonly [RedisNode, ...RedisNode[]]
  readonly isTls: boolean
  readonly user: RedisUser | null
  /** The number of the database; a Cluster has 0 alone. */
  readonly database: number
  /** Whom the Sentinels watch, and how they let the dashboard in; null without Sentinels. */
  readonly watched: { readonly name: string; readonly user: RedisUser | null } | null
}

export interface RedisNode {
  readonly host: string
  readonly port: number
}

export interface RedisUser {
  readonly name: string | null
  readonly password: string
}

const form =
  'an address such as redis://user:password@host:6379, rediss://host:6379 (TLS), ' +
  'redis+sentinel://host:26379,host:26379/name or redis+cluster://host:6379,host:6379, ' +
  'with special characters percent-encoded'

const ports = { server: 6379, sentinel: 26_379, cluster: 6379 } as const

/**
 * Reads the address of a server, of Sentinels or of a Cluster. Several nodes stand beside each other, as redis-sentinel-url
 * and Celery write them. Throws a TypeError that says what is allowed, and nothing of the text: it may hold a password.
 */
export function parseRedisUrl(text: string): RedisAddress {
  const [, secure, kindOf, userInfo, nodeList = '', path = '', query = ''] =
    /^redis(s)?(?:\+(sentinel|cluster))?:\/\/(?:([^@/?#]*)@)?([^@/?#]+)(?:\/([^?#]*))?(?:\?([^#]*))?$/i.exec(text) ??
    refuse()
  const kind = kindOf?.toLowerCase() === 'sentinel' ? 'sentinel' : kindOf ? 'cluster' : 'server'
  const [first = refuse(), ...others] = nodeList.split(',').map((node) => nodeOf(node, ports[kind]))
  if (kind === 'server' && others.length > 0) refuse()
  const name = kind === 'sentinel' ? decoded(path.split('/', 1)[0] || refuse()) : null
  const database = databaseOf(kind === 'sentinel' ? path.split('/').slice(1).join('/') : path)
  if (kind === 'cluster' && database !== 0) refuse()
  return {
    kind,
    nodes: [first, ...others],
    isTls: secure !== undefined,
    user: userInfo === undefined ? null : userOf(userInfo),
    database,
    watched: watchedBy(name, new URLSearchParams(query)),
  }
}

/** The passwords in an address, as they are written there and as they are meant. */
export function secretsOfRedis(text: string): readonly string[] {
  const { user, watched } = parseRedisUrl(text)
  const written = /^[^@/]*\/\/[^@/:]*:([^@/]*)@/.exec(text)?.[1]
  return [user?.password, watched?.user?.password, written].flatMap((one) => one ?? [])
}

function nodeOf(text: string, standard: number): RedisNode {
  const [, bracketed, plain, port = String(standard)] = /^(?:\[([\da-f:.]+)\]|([\w.-]+))(?::(\d{1,5}))?$/i.exec(
    text.trim(),
  ) ?? [refuse()]
  if (Number(port) < 1 || Number(port) > 65_535) refuse()
  return { host: bracketed ?? plain ?? refuse(), port: Number(port) }
}

/** A name without a password is refused: some programs would take it for the password. */
function userOf(text: string): RedisUser {
  const [name = '', password = '', ...rest] = text.split(':').map(decoded)
  if (password === '' || rest.length > 0) refuse()
  return { name: name || null, password }
}

function databaseOf(text: string): number {
  if (!/^\d{0,5}$/.test(text)) refuse()
  return Number(text)
}

function watchedBy(name: string | null, query: URLSearchParams): RedisAddress['watched'] {
  const known = name === null ? [] : ['sentinel_username', 'sentinel_password']
  if ([...query.keys()].some((key) => !known.includes(key))) refuse()
  if (name === null) return null
  const [user, password] = [query.get('sentinel_username'), query.get('sentinel_password')]
  if (user && !password) refuse()
  return { name, user: password ? { name: user || null, password } : null }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return refuse()
  }
}

function refuse(): never {
  throw new TypeError(form)
}
