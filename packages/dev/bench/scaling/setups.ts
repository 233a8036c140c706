import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '../../../core/test/free-port.ts'
import { startPostgres } from '../../../core/test/postgres/server.ts'
import { startNginx } from '../../prove/replicas/servers/nginx.ts'
import { startRedis } from '../../prove/replicas/servers/redis.ts'
import { type Server, startDashboard } from '../processes.ts'

export const setups = ['SQLite', 'PostgreSQL', 'three replicas'] as const
export type SetupName = (typeof setups)[number]

/** A dashboard, however many processes it is. */
export interface Setup extends AsyncDisposable {
  /** Of nginx, where there are several. */
  readonly url: string
  readonly urls: readonly string[]
  readonly pids: readonly number[]
  readonly folder: string
  readonly postgresPort: number | null
  readonly redisPort: number | null
}

export async function startSetup(name: SetupName, env: Readonly<Record<string, string>>): Promise<Setup> {
  await using opened = new AsyncDisposableStack()
  const folder = mkdtempSync(join(tmpdir(), 'ollama-dashboard-bench-'))
  opened.defer(() => rmSync(folder, { recursive: true, force: true }))
  const database = name === 'SQLite' ? null : await opened.use(await startPostgres()).freshDatabase()
  const redis = name === 'three replicas' ? opened.use(await startRedis()) : null
  const ports = redis ? [await freePort(), await freePort(), await freePort()] : [0]
  const servers: Server[] = []
  for (const port of ports) {
    const server = await startDashboard('', {
      ...env,
      PORT: String(port),
      DATA_DIR: join(folder, String(port)),
      ...(database && { DATABASE_URL: database }),
      ...(redis && { REDIS_URL: redis.url, TRUST_PROXY: '127.0.0.1' }),
    })
    servers.push(opened.use(server))
  }
  const urls = servers.map(({ url }) => url)
  const nginx = redis ? opened.use(await startNginx(ports)) : null
  const closing = opened.move()
  return {
    url: nginx?.url ?? urls[0] ?? '',
    urls,
    pids: servers.map(({ pid }) => pid),
    folder,
    postgresPort: database === null ? null : Number(new URL(database).port),
    redisPort: redis && Number(new URL(redis.url).port),
    [Symbol.asyncDispose]: () => closing.disposeAsync(),
  }
}
