import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { freePort } from '../../../core/test/free-port.ts'
import { type Program, startProgram } from '../replicas/servers/program.ts'
import { type Certificates, makeCertificates } from './certificates.ts'

/** A Redis of some kind, as an operator may run it. */
export interface RedisKind {
  readonly name: string
  /** Starts it. What it starts is ended by the stack. */
  start(folder: string, opened: AsyncDisposableStack): Promise<RunningRedis>
}

export interface RunningRedis {
  readonly env: Readonly<Record<string, string>>
  /** What goes wrong in the end and has to be got over; in words. */
  readonly mishap: { readonly name: string; readonly happen: () => Promise<void> } | null
}

const secret = 'p@ss:word/of?proof'
const inUrl = encodeURIComponent(secret)
const plain = ['--bind', '127.0.0.1', '--save', '', '--appendonly', 'no']
/** Of these keys and channels alone, and nothing that an administrator does. */
const mayDo = ['on', `>${secret}`, '~{ollama-dashboard:*', '&{ollama-dashboard:*', '+@all', '-@dangerous', '-@admin']
const rights = ['--user', 'dashboard', ...mayDo, '--user', 'default', 'off']

const overTls = ({ ca, cert, key }: Certificates, port: number) => [
  ...['--port', '0', '--tls-port', String(port), '--tls-auth-clients', 'no'],
  ...['--tls-cert-file', cert, '--tls-key-file', key, '--tls-ca-cert-file', ca],
]

async function startServer(args: readonly string[], port: number, opened: AsyncDisposableStack) {
  let running: Program | null = await startProgram('redis-server', args, port)
  const end = async () => {
    await running?.end('SIGKILL')
    running = null
  }
  opened.defer(end)
  return {
    end,
    async begin() {
      running = await startProgram('redis-server', args, port)
    },
  }
}

export const kinds: readonly RedisKind[] = [
  {
    name: 'TLS, a user with few rights',
    async start(folder, opened) {
      const certificates = makeCertificates(folder)
      const port = await freePort()
      const server = await startServer([...overTls(certificates, port), ...plain, ...rights], port, opened)
      return {
        env: { REDIS_URL: `rediss://dashboard:${inUrl}@127.0.0.1:${port}/3`, REDIS_CA_FILE: certificates.ca },
        mishap: { name: 'it restarts', happen: () => server.end().then(server.begin) },
      }
    },
  },
  {
    name: 'three Sentinels with a password, TLS',
    async start(folder, opened) {
      const certificates = makeCertificates(folder)
      const [first, second] = [await freePort(), await freePort()]
      const inside = ['--tls-replication', 'yes', '--requirepass', secret, '--masterauth', secret]
      const serve = (port: number, more: readonly string[]) =>
        startServer(['--dir', folder, ...overTls(certificates, port), ...plain, ...inside, ...more], port, opened)
      const primary = await serve(first, [])
      await serve(second, ['--replicaof', '127.0.0.1', String(first)])
      const sentinels = [await freePort(), await freePort(), await freePort()]
      for (const port of sentinels) {
        const home = join(folder, String(port))
        mkdirSync(home)
        const file = join(home, 'sentinel.conf')
        writeFileSync(file, sentinelConfig(first))
        const alike = ['--dir', home, '--tls-replication', 'yes', '--requirepass', 'for sentinels']
        const args = [file, '--sentinel', ...overTls(certificates, port), '--bind', '127.0.0.1', ...alike]
        await startServer(args, port, opened)
      }
      const nodes = sentinels.map((port) => `127.0.0.1:${port}`).join(',')
      const url = `rediss+sentinel://:${inUrl}@${nodes}/proof?sentinel_password=for%20sentinels`
      return {
        env: { REDIS_URL: url, REDIS_CA_FILE: certificates.ca },
        mishap: { name: 'the primary is killed', happen: primary.end },
      }
    },
  },
  { name: 'a Cluster of three with a password', start: (folder, opened) => startCluster(folder, opened, null) },
  {
    name: 'a Cluster of three, TLS',
    start: (folder, opened) => startCluster(folder, opened, makeCertificates(folder)),
  },
]

const sentinelConfig = (port: number) => `
sentinel monitor proof 127.0.0.1 ${port} 2
sentinel auth-pass proof ${secret}
sentinel down-after-milliseconds proof 1000
sentinel failover-timeout proof 5000
`

async function startCluster(
  folder: string,
  opened: AsyncDisposableStack,
  certificates: Certificates | null,
): Promise<RunningRedis> {
  const ports = [await freePort(), await freePort(), await freePort()]
  const servers: Awaited<ReturnType<typeof startServer>>[] = []
  for (const port of ports) {
    const home = join(folder, String(port))
    mkdirSync(home)
    const listens = certificates ? [...overTls(certificates, port), '--tls-cluster', 'yes'] : ['--port', String(port)]
    const cluster = ['--cluster-enabled', 'yes', '--cluster-port', String(await freePort()), '--dir', home]
    servers.push(await startServer([...listens, ...plain, ...cluster, '--requirepass', secret], port, opened))
  }
  const nodes = ports.map((port) => `127.0.0.1:${port}`)
  const tls = certificates ? ['--tls', '--cacert', certificates.ca] : []
  const create = ['--cluster', 'create', ...nodes, '--cluster-yes']
  execFileSync('redis-cli', [...tls, '-a', secret, '--no-auth-warning', ...create], { stdio: 'pipe', timeout: 30_000 })
  const scheme = certificates ? 'rediss+cluster' : 'redis+cluster'
  return {
    env: {
      REDIS_URL: `${scheme}://:${inUrl}@${nodes.slice(0, 2).join(',')}`,
      ...(certificates && { REDIS_CA_FILE: certificates.ca }),
    },
    mishap: {
      name: 'each of its nodes restarts in turn',
      async happen() {
        for (const server of servers) await server.end().then(server.begin)
      },
    },
  }
}
