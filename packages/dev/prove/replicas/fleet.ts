import { setTimeout as sleep } from 'node:timers/promises'
import { type Simulator, startSimulator } from '@ollama-dashboard/ollama-sim'
import { freePort } from '../../../core/test/free-port.ts'
import { type PostgresServer, startPostgres } from '../../../core/test/postgres/server.ts'
import { type Server, startDashboard } from '../../bench/processes.ts'
import { type Forwarder, startForwarder } from './servers/forwarder.ts'
import { type Nginx, startNginx } from './servers/nginx.ts'
import { type Receiver, startReceiver } from './servers/receiver.ts'
import { type Redis, startRedis } from './servers/redis.ts'

export const adminKey = 'key-of-the-proof-of-replicas'
const metricsToken = 'token-of-the-proof-of-replicas'

/** Of each process over a database, whether it knows of others or not. */
export const replicaEnv = (port: number, { databaseUrl, receiver }: { databaseUrl: string; receiver: Receiver }) => ({
  PORT: String(port),
  DATABASE_URL: databaseUrl,
  API_KEY_ADMIN: adminKey,
  METRICS_TOKEN: metricsToken,
  LOG_LEVEL: 'warn',
  TRUST_PROXY: '127.0.0.1',
  RATE_LIMIT_MODEL_OPERATIONS: '5/60s',
  RATE_LIMIT_MODEL_PULL: '1000/60s',
  ALERT_WEBHOOK_URL: receiver.url,
})

/** Three replicas behind nginx, and all they need; each part can be stopped. */
export interface Fleet extends AsyncDisposable {
  /** Of nginx, which asks one replica after the other. */
  readonly url: string
  readonly ollama: Simulator
  readonly redis: Redis
  readonly postgres: PostgresServer
  /** What stands between the replicas and PostgreSQL. */
  readonly wire: Forwarder
  readonly postgresPort: number
  readonly receiver: Receiver
  /** Where each replica is. They keep their ports. */
  readonly urls: readonly string[]
  /** The replica that leads; rejects where none does within 15 s. */
  leader(): Promise<number>
  signal(index: number, signal: NodeJS.Signals): void
  /** Starts it anew at the same port, after SIGTERM or whatever ended it. */
  restart(index: number): Promise<void>
}

export async function startFleet(): Promise<Fleet> {
  await using opened = new AsyncDisposableStack()
  const ollama = opened.use(await startSimulator({ scenario: 'home', speed: 20, numParallel: 8 }))
  const redis = opened.use(await startRedis())
  const postgres = opened.use(await startPostgres())
  const receiver = opened.use(await startReceiver())
  const database = new URL(await postgres.freshDatabase())
  const postgresPort = Number(database.port)
  const wire = opened.use(await startForwarder(postgresPort))
  database.port = String(wire.port)

  const ports = [await freePort(), await freePort(), await freePort()]
  const urls = ports.map((port) => `http://127.0.0.1:${port}`)
  const nginx: Nginx = opened.use(await startNginx(ports))
  const start = (port: number) =>
    startDashboard(ollama.url, {
      ...replicaEnv(port, { databaseUrl: database.href, receiver }),
      REDIS_URL: redis.url,
    })
  const replicas: Server[] = []
  opened.defer(async () => {
    for (const replica of replicas) process.kill(replica.pid, 'SIGCONT')
    await Promise.all(replicas.map((replica) => replica[Symbol.asyncDispose]()))
  })
  // One after the other: the first makes the tables.
  for (const port of ports) replicas.push(await start(port))
  const closing = opened.move()

  async function leads(url: string): Promise<boolean> {
    try {
      const headers = { authorization: `Bearer ${metricsToken}` }
      const answer = await fetch(`${url}/metrics`, { headers, signal: AbortSignal.timeout(2000) })
      return /^ollama_dashboard_replica_leads 1$/m.test(await answer.text())
    } catch {
      return false
    }
  }

  return {
    url: nginx.url,
    ...{ ollama, redis, postgres, wire, postgresPort, receiver, urls },
    async leader() {
      for (const until = performance.now() + 15_000; performance.now() < until; await sleep(100)) {
        const index = (await Promise.all(urls.map(leads))).indexOf(true)
        if (index >= 0) return index
      }
      throw new Error('No replica leads.')
    },
    signal(index, signal) {
      const replica = replicas[index]
      if (replica) process.kill(replica.pid, signal)
    },
    async restart(index) {
      const port = ports[index]
      if (port === undefined) throw new Error(`There is no replica ${index}.`)
      await replicas[index]?.[Symbol.asyncDispose]()
      replicas[index] = await start(port)
    },
    [Symbol.asyncDispose]: () => closing.disposeAsync(),
  }
}
