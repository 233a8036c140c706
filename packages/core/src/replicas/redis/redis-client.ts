import type { Duplex } from 'node:stream'
import { type ConnectionOptions, getCACertificates } from 'node:tls'
import { Cluster, Redis, type RedisOptions } from 'ioredis'
import type { RedisAddress } from './redis-address.ts'

/** What is asked of the driver, of a server and of a Cluster alike. */
export type RedisClient = Redis | Cluster

type Options = Omit<RedisOptions, 'replyMapping'>

// The driver listens for the first error of a socket alone, and TLS may tell two: the second would end the process
// (https://github.com/redis/ioredis/pull/961). It makes clients of its own for Sentinels and the nodes of a Cluster, so that
// every socket is met here.
const sockets = new WeakMap<Redis, Duplex>()
Object.defineProperty(Redis.prototype, 'stream', {
  get(this: Redis) {
    return sockets.get(this)
  },
  set(this: Redis, socket: Duplex) {
    sockets.set(
      this,
      socket.on('error', () => {}),
    )
  },
})

const connectMs = 3000
/** For what the driver asks by itself when it connects. */
const handshakeMs = 2000

/**
 * A client that connects once, when it is told to: it queues nothing, repeats nothing and does not come back, which is for
 * whoever opened it.
 */
export function createRedisClient(address: RedisAddress, ca: string | undefined): RedisClient {
  const { kind, nodes, user, database, watched } = address
  const tls = address.isTls ? trust(ca) : undefined
  const options = {
    ...userOptions(user),
    ...(tls && { tls }),
    connectTimeout: connectMs,
    commandTimeout: handshakeMs,
    maxRetriesPerRequest: 0,
    // The older protocol is the one that every server and every proxy in front of one speaks.
    protocol: 2,
    connectionName: 'ollama-dashboard',
    disableClientInfo: true,
    autoResubscribe: false,
    autoResendUnfulfilledCommands: false,
  } satisfies Options
  const once = { enableOfflineQueue: false, lazyConnect: true } as const
  if (kind === 'cluster') {
    // Names of hosts are what certificates are made for.
    const dnsLookup = tls
      ? { dnsLookup: (host: string, tell: (_: null, address: string) => void) => tell(null, host) }
      : {}
    return new Cluster([...nodes], { ...once, ...dnsLookup, redisOptions: options, clusterRetryStrategy: () => null })
  }
  const place: Options = watched ? sentinelOptions(address, tls) : { ...nodes[0] }
  const all: Options = { ...options, ...once, ...place, db: database, retryStrategy: () => null }
  return new Redis(all)
}

const userOptions = (user: RedisAddress['user']) =>
  user && { password: user.password, ...(user.name !== null && { username: user.name }) }

function sentinelOptions({ nodes, watched }: RedisAddress, tls: ConnectionOptions | undefined): Options {
  const { name, user = null } = watched ?? {}
  return {
    sentinels: [...nodes],
    ...(name !== undefined && { name }),
    ...(user && { sentinelPassword: user.password, ...(user.name !== null && { sentinelUsername: user.name }) }),
    ...(tls && { enableTLSForSentinelMode: true, sentinelTLS: tls }),
    sentinelCommandTimeout: handshakeMs,
    sentinelRetryStrategy: () => null,
  }
}

const trust = (ca: string | undefined): ConnectionOptions =>
  ca === undefined ? {} : { ca: [...getCACertificates('default'), ca] }
