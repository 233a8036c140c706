import { type Simulator, startSimulator } from '@ollama-dashboard/ollama-sim'
import { expect, onTestFinished, test } from 'vitest'
import { parseChannels } from '../../src/alerts/delivery/parse-channels.ts'
import { openCore } from '../../src/core.ts'
import type { Core } from '../../src/core-interface.ts'
import { openReplicas } from '../../src/replicas/open-replicas.ts'
import type { Replicas } from '../../src/replicas/replicas.ts'
import type { Storage } from '../../src/storage/storage.ts'
import { receiver } from '../alert-receiver.ts'
import { caller } from '../caller.ts'
import { type FakeClock, fakeClock } from '../fake-clock.ts'
import { wireTo } from '../postgres/wire.ts'
import { startRedis } from '../redis/redis-server.ts'
import { joinReplicas, linkHub, sharedDatabase } from '../replicas-set-up.ts'
import { temporaryFolder } from '../temporary-folder.ts'

const model = 'llama3.2:3b'

async function ollama() {
  const simulator = await startSimulator({ scenario: 'home', speed: 1000 })
  onTestFinished(() => simulator.close())
  return simulator
}

interface Parts {
  readonly simulator: Simulator
  readonly storage: Storage
  readonly replicas: Replicas
  readonly clock: FakeClock
  /** Where messages about alerts go. */
  readonly url?: string
}

async function openReplica({ simulator, storage, replicas, clock, url }: Parts): Promise<Core> {
  const core = await openCore({
    instances: [{ name: 'default', url: new URL(simulator.url) }],
    host: { sample: async () => simulator.host() },
    dataDir: await temporaryFolder(),
    version: '1.0.0',
    acceptedKeys: null,
    ...(url !== undefined && { alerts: { channels: parseChannels(url) } }),
    ...{ storage, replicas, clock },
  })
  onTestFinished(() => core[Symbol.asyncDispose]())
  return core
}

const installedAt = async (core: Core) => (await core.models.available(caller())).models.map(({ name }) => name)

const alertsAt = async (core: Core, rule: string) =>
  (await core.alerts.list(caller(), {})).alerts.filter((one) => one.rule === rule).map(({ state }) => state)

test('while Redis is away work goes on and an alert tells of it, until Redis is back', async () => {
  const [redis, database, simulator, box] = [
    await startRedis(),
    await sharedDatabase(),
    await ollama(),
    await receiver(),
  ]
  async function join() {
    const storage = await database.open()
    const replicas = await openReplicas({ redisUrl: redis.url, storage, version: '1.0.0' })
    onTestFinished(() => replicas[Symbol.asyncDispose]())
    const clock = fakeClock()
    const core = await openReplica({ simulator, storage, replicas, clock, url: `${box.url}/hook` })
    return { core, clock, leader: replicas.leader, isWell: () => replicas.health()[0]?.status === 'healthy' }
  }
  const first = await join()
  await expect.poll(first.leader.isHeld).toBe(true)
  const second = await join()
  await expect.poll(() => [first.isWell(), second.isWell()]).toEqual([true, true])
  const told = () =>
    box.received.map(({ body }) => JSON.parse(body)).map(({ event, alert }) => `${event} ${alert.rule}`)
  const pass = async () => {
    for (const { clock } of [first, second]) await clock.advance(5000)
    return alertsAt(second.core, 'replicas_apart')
  }

  await redis.stop()
  await expect.poll(pass).toEqual(['firing'])
  await expect.poll(told).toEqual(['firing replicas_apart'])
  expect(await installedAt(second.core)).toContain(model)
  await second.core.settings.save(caller(), { model, patch: { top_k: 7 } })

  await redis.start()
  await expect.poll(pass).toEqual(['resolved'])
  await expect.poll(told).toEqual(['firing replicas_apart', 'resolved replicas_apart'])
  expect(await first.core.settings.find(caller(), { model })).toMatchObject({ entry: { settings: { top_k: 7 } } })
})

test('while PostgreSQL is away changes are refused and reads go on; when it is back, all is as it was', async () => {
  const [database, hub, simulator] = [await sharedDatabase(), linkHub(), await ollama()]
  const wire = await wireTo(database.databaseUrl)
  async function join() {
    const clock = fakeClock()
    const storage = await database.open(clock, wire.url)
    const replicas = joinReplicas({ storage, hub, clock })
    const core = await openReplica({ simulator, storage, replicas, clock })
    return { core, clock, leader: replicas.leader }
  }
  const all = [await join(), await join()]
  const [first, second] = all as [(typeof all)[0], (typeof all)[0]]
  const leaders = async () => {
    for (const { clock } of all) await clock.advance(1000)
    return all.filter(({ leader }) => leader.isHeld()).length
  }
  const save = ({ core }: typeof first, top_k: number) =>
    core.settings.save(caller(), { model, patch: { top_k } }).then(
      () => 'saved',
      ({ code }) => code,
    )
  await expect.poll(leaders).toBe(1)
  expect(await save(first, 1)).toBe('saved')

  wire.state = 'cut'
  await database.endConnections()
  for (const one of all) expect(await save(one, 2)).toBe('storage_unavailable')
  await expect.poll(leaders).toBe(0)
  for (const { core } of all) {
    expect(await installedAt(core)).toContain(model)
    expect(core.isReady()).toBe(false)
  }

  wire.state = 'fine'
  await expect.poll(leaders).toBe(1)
  await expect.poll(() => save(second, 3)).toBe('saved')
  for (const { core } of all) {
    expect(await core.settings.find(caller(), { model })).toMatchObject({ entry: { settings: { top_k: 3 } } })
    await expect.poll(() => core.isReady()).toBe(true)
  }
})
