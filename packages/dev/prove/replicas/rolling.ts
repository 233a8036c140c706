import { setTimeout as sleep } from 'node:timers/promises'
import { freePort } from '../../../core/test/free-port.ts'
import { type Server, startDashboard } from '../../bench/processes.ts'
import { type Fleet, replicaEnv } from './fleet.ts'
import { startLoad } from './load.ts'
import { buildEarlierVersion } from './servers/earlier-version.ts'
import { startNginx } from './servers/nginx.ts'
import type { Outcome, Step } from './step.ts'

/** Every replica is ended by SIGTERM and another one started, one after the other, while others read, chat and listen. */
export const rolling: readonly Step[] = [
  { name: 'a rolling restart under load', run: restart },
  { name: 'an upgrade under load, each new one beside the old', run: (fleet) => upgrade(fleet, 'beside') },
  { name: 'an upgrade under load, each new one in place of the old', run: (fleet) => upgrade(fleet, 'in place') },
]

const loadMs = 60_000
const replicas = 3

/** Calls `replace` for each replica within a minute of load. */
async function underLoad({ ollama }: Fleet, url: string, replace: (index: number) => Promise<void>): Promise<Outcome> {
  // A long reply is then still being written when its replica has had its time.
  ollama.setSpeed(1)
  const load = await startLoad(url)
  let outcome: Outcome
  try {
    const startedAt = performance.now()
    for (let index = 0; index < replicas; index += 1) {
      await sleep(loadMs / (replicas + 1))
      await replace(index)
    }
    await sleep(Math.max(0, loadMs - (performance.now() - startedAt)))
  } finally {
    ollama.setSpeed(20)
    outcome = await load.end()
  }
  return outcome
}

function restart(fleet: Fleet): Promise<Outcome> {
  return underLoad(fleet, fleet.url, (index) => fleet.restart(index))
}

/** From processes that share a database and know nothing of each other to replicas. */
async function upgrade(fleet: Fleet, way: 'beside' | 'in place'): Promise<Outcome> {
  const folder = buildEarlierVersion()
  if (folder === null)
    return { isSkipped: true, said: 'the commit of the earlier version is not in this clone', wrong: [] }
  await using opened = new AsyncDisposableStack()
  const databaseUrl = await fleet.postgres.freshDatabase()
  const own = { databaseUrl, receiver: fleet.receiver }
  const startNew = async (port: number) =>
    opened.use(await startDashboard(fleet.ollama.url, { ...replicaEnv(port, own), REDIS_URL: fleet.redis.url }))

  const ports: number[] = []
  const old: Server[] = []
  for (let index = 0; index < replicas; index += 1) {
    const port = await freePort()
    ports.push(port)
    old.push(opened.use(await startDashboard(fleet.ollama.url, replicaEnv(port, own), folder)))
  }
  const nginx = opened.use(await startNginx(ports))
  const codes: (number | null)[] = []
  const { said, wrong } = await underLoad(fleet, nginx.url, async (index) => {
    if (way === 'beside') {
      const port = await freePort()
      await startNew(port)
      ports[index] = port
      nginx.pointTo(ports)
    }
    codes.push((await old[index]?.end())?.code ?? null)
    if (way === 'in place') await startNew(ports[index] ?? 0)
  })
  return { said, wrong: [...wrong, ...codes.flatMap((code) => (code === 0 ? [] : [`an old one ended with ${code}`]))] }
}
