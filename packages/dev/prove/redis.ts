// Whether two replicas work as one over a real Redis of every kind that REDIS_URL can name: with TLS and a user of few rights, with
// Sentinels, and as a Cluster, also after a mishap. `pnpm prove -- --only redis`; `--step TLS` does the kinds with that in their name.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startSimulator } from '@ollama-dashboard/ollama-sim'
import { startPostgres } from '../../core/test/postgres/server.ts'
import { startDashboard } from '../bench/processes.ts'
import { lacksPrograms } from './lacks-programs.ts'
import { kinds, type RedisKind } from './redis/kinds.ts'
import { call, inMs, untilTrue } from './replicas/calls.ts'
import { listen } from './replicas/event-stream.ts'
import { adminKey } from './replicas/fleet.ts'
import { ofParts, type Verdict } from './verdict.ts'

const recoversWithinMs = 30_000
const stop = '/api/models/stop/not-there:latest'

export async function worksWithEveryRedis(step: string | undefined): Promise<Verdict> {
  if (lacksPrograms('redis', ['redis-server', 'redis-cli', 'openssl'])) return 'skipped'
  const verdicts: Verdict[] = []
  for (const kind of kinds.filter(({ name }) => !step || name.includes(step))) {
    try {
      console.log(`redis: ${kind.name}: held (${await outcomeOf(kind)})`)
      verdicts.push('held')
    } catch (error) {
      verdicts.push('failed')
      console.log(`redis: ${kind.name}: failed, ${String(error)}`)
    }
  }
  return ofParts(verdicts)
}

async function outcomeOf({ start }: RedisKind): Promise<string> {
  await using opened = new AsyncDisposableStack()
  const folder = mkdtempSync(join(tmpdir(), 'ollama-dashboard-redis-'))
  opened.defer(() => rmSync(folder, { recursive: true, force: true }))
  const ollama = opened.use(await startSimulator({ scenario: 'home' }))
  const database = await opened.use(await startPostgres()).freshDatabase()
  const { env, mishap } = await start(folder, opened)
  const options = {
    API_KEY_ADMIN: adminKey,
    DATABASE_URL: database,
    LOG_LEVEL: 'warn',
    RATE_LIMIT_MODEL_OPERATIONS: '5/60s',
  }
  const replica = async (more: Readonly<Record<string, string>> = env) =>
    opened.use(await startDashboard(ollama.url, { ...options, ...more }))
  const urls = [(await replica()).url, (await replica()).url]

  const well = await untilTrue(recoversWithinMs, () => areTwo(urls))
  if (well === null) throw new Error(`the replicas do not hear each other: ${await detailOf(urls[0] ?? '')}`)
  await expectOne(urls, 'before')
  if (env['REDIS_CA_FILE'] !== undefined) {
    const { REDIS_CA_FILE: _, ...without } = env
    const detail = await detailOf((await replica(without)).url)
    // The driver keeps to itself why Sentinels and nodes of a Cluster are not reached.
    if (!/TLS|not reachable/.test(detail)) throw new Error(`an authority that is not known is told as "${detail}"`)
  }
  if (!mishap) return 'as one'
  await mishap.happen()
  // Until it is noticed, all looks well.
  await untilTrue(5000, async () => !(await areTwo(urls)))
  const recovered = await untilTrue(recoversWithinMs, () => areTwo(urls))
  if (recovered === null) throw new Error(`${mishap.name}: ${await detailOf(urls[0] ?? '')}`)
  await expectOne(urls, 'after')
  return `as one; ${mishap.name}: well again after ${inMs(recovered)}`
}

interface Component {
  readonly name: string
  readonly status: string
  readonly detail: string
}

async function replicasOf(url: string): Promise<Component | undefined> {
  const components = ((await call(url, '/api/health')).json.components ?? []) as Component[]
  return components.find(({ name }) => name === 'replicas')
}

const detailOf = async (url: string): Promise<string> => (await replicasOf(url))?.detail ?? 'nothing'

async function areTwo(urls: readonly string[]): Promise<boolean> {
  const all = await Promise.all(urls.map(replicasOf))
  return all.every((part) => part?.status === 'healthy' && part.detail.startsWith('2 replicas'))
}

/** A limit is one for both, which takes a script, and an event of one is heard at the other. */
async function expectOne(urls: readonly string[], when: string): Promise<void> {
  const [first = '', second = ''] = urls
  const made = await call(first, '/api/keys', { method: 'POST', body: { name: `Key ${when}`, role: 'operator' } })
  const { key } = made.json as { key: string }
  await untilTrue(5000, async () => (await call(second, '/api/models/running', { key })).status === 200)
  const calls = Array.from({ length: 20 }, (_, index) => call(urls[index % 2] ?? '', stop, { method: 'POST', key }))
  const passed = (await Promise.all(calls)).filter(({ status }) => status !== 429).length
  if (passed !== 5) throw new Error(`${passed} requests passed a limit of 5 ${when} the mishap`)
  await using stream = await listen(second)
  const body = { temperature: when === 'before' ? 0.1 : 0.2 }
  await call(first, '/api/models/settings/qwen3%3A14b', { method: 'POST', body })
  const heard = await untilTrue(3000, async () => stream.seen.some(({ event }) => event.startsWith('settings.')))
  if (heard === null) throw new Error(`an event of one replica is not heard at the other ${when} the mishap`)
}
