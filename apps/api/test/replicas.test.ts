import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ApiError, createClient, etagOf } from '@ollama-dashboard/client'
import { type ApiContract, contract, endpointTable, type PullJob } from '@ollama-dashboard/contracts'
import { type Simulator, startSimulator } from '@ollama-dashboard/ollama-sim'
import { beforeAll, expect, test } from 'vitest'
import { freshDatabase } from '../../../packages/core/test/postgres/fresh-database.ts'
import { openRedis } from '../../../packages/core/test/redis/redis-server.ts'
import { bearer, ownPage } from './keys-set-up.ts'
import { begin, end } from './launch.ts'

const adminKey = 'key-of-the-admin'
const [installed, missing] = ['llama3.2:3b', 'smollm2:135m']

type Replica = ReturnType<typeof begin> & { readonly url: string }

let simulator: Simulator
let replicas: readonly [Replica, Replica, Replica]

const clientOf = ({ url }: Replica, key = adminKey) =>
  createClient<ApiContract>(endpointTable(contract), { baseUrl: url, key })

const stateOf = async (replica: Replica) => {
  const { components } = await clientOf(replica).observability.health()
  return components.find(({ name }) => name === 'replicas')?.detail
}

/** Three processes over one PostgreSQL and one Redis, for all tests here. */
beforeAll(async () => {
  await using opening = new AsyncDisposableStack()
  simulator = opening.use(await startSimulator({ scenario: 'home' }))
  const redis = opening.use(await openRedis())
  const folder = await mkdtemp(join(tmpdir(), 'dashboard-'))
  opening.defer(() => rm(folder, { recursive: true, force: true }))
  const env = {
    OLLAMA_HOST: simulator.url,
    DATABASE_URL: await freshDatabase(),
    REDIS_URL: redis.url,
    API_KEY_ADMIN: adminKey,
    // Nothing to speak of is refilled while a test runs.
    RATE_LIMIT_MODEL_OPERATIONS: '5/86400s',
  }
  const start = async (name: string): Promise<Replica> => {
    const begun = begin({ ...env, DATA_DIR: join(folder, name) })
    opening.defer(() => end(begun.child, 'SIGKILL'))
    return { ...begun, url: await begun.ready }
  }
  replicas = await Promise.all([start('a'), start('b'), start('c')])
  const opened = opening.move()
  return () => opened.disposeAsync()
})

test('of nine requests, one replica after the other, exactly five pass, and all tell what is left', async () => {
  // On a busy computer, one that is ready may have lost its connection to Redis: until it is back, it works on its own.
  for (const replica of replicas) await expect.poll(() => stateOf(replica)).toMatch(/^3 replicas/)
  const stop = ({ url }: Replica) =>
    fetch(`${url}/api/models/stop/${installed}`, { method: 'POST', headers: bearer(adminKey) })
  // Not at once: a busy computer has too little time for that, and a replica whom Redis does not answer goes on by itself.
  const answers: Response[] = []
  for (let turn = 0; turn < 9; turn += 1) answers.push(await stop(replicas[turn % 3] ?? replicas[0]))
  expect(answers.map(({ status }) => status)).toEqual([...Array(5).fill(200), ...Array(4).fill(429)])
  const refused = answers.slice(5)
  expect(Object.fromEntries(refused[0]?.headers ?? [])).toMatchObject({
    'ratelimit-policy': '"model_operations";q=5;w=86400',
    ratelimit: expect.stringMatching(/^"model_operations";r=0;t=86/),
    'retry-after': expect.stringMatching(/^17\d{3}$/),
  })
  for (const replica of replicas) {
    const { buckets } = await clientOf(replica).observability.rateLimits()
    expect(buckets[0]).toMatchObject({ bucket: 'model_operations', capacity: 5, remaining: 0 })
  }
})

test('a key works on all replicas, and is refused by all once one has revoked it', async () => {
  const [a, b, c] = replicas
  const { id, key } = await clientOf(a).keys.create({ body: { name: 'Laptop', role: 'viewer' } })
  const refusalBy = (replica: Replica) =>
    clientOf(replica, key)
      .jobs.list()
      .then(
        () => null,
        (error: ApiError) => error.problem.detail,
      )
  for (const replica of replicas) await expect.poll(() => refusalBy(replica)).toBeNull()
  const held = await fetch(`${c.url}/api/events`, { headers: bearer(key) })
  await clientOf(b).keys.revoke({ params: { id } })
  for (const replica of replicas) await expect.poll(() => refusalBy(replica)).toBe('The key was revoked.')
  // What it held open elsewhere has ended too, and whole.
  expect(await held.text()).toMatch(/^event: snapshot\n/)
})

test('a browser signs in on one replica, is known to all, and is signed out of all by another', async () => {
  const [a, b, c] = replicas
  const signIn = await fetch(`${a.url}/api/session`, { method: 'POST', headers: bearer(adminKey) })
  const cookie = signIn.headers.getSetCookie()[0]?.split(';')[0] ?? ''
  const roleAt = async ({ url }: Replica) => {
    const answer = await fetch(`${url}/api/session`, { headers: { cookie } })
    return ((await answer.json()) as { role: string | null }).role
  }
  for (const replica of replicas) expect(await roleAt(replica)).toBe('admin')
  const held = await fetch(`${c.url}/api/events`, { headers: { cookie } })
  await fetch(`${b.url}/api/session`, { method: 'DELETE', headers: { cookie, ...ownPage } })
  for (const replica of replicas) await expect.poll(() => roleAt(replica)).toBeNull()
  expect(await held.text()).toMatch(/^event: snapshot\n/)
})

test('who listens to one replica hears what happens on another, and goes on at a third where they were', async () => {
  const [a, b, c] = replicas
  const params = { model: installed }
  const save = (top_k: number) => clientOf(a).settings.save({ params, body: { top_k } })
  let lastEventId = ''
  for await (const { event, id = '' } of clientOf(b).observability.events()) {
    if (event === 'snapshot') await save(5)
    if (event !== 'settings.saved') continue
    lastEventId = id
    break
  }
  const etag = etagOf(await save(6))
  // Who asks before it is there has missed nothing, and begins with a snapshot.
  const saved = async () => {
    const { events } = await clientOf(c).observability.recentEvents()
    return events.filter(({ type }) => type === 'settings.saved').length
  }
  await expect.poll(saved).toBe(2)
  for await (const { event, data } of clientOf(c).observability.events({}, { lastEventId })) {
    expect(event).not.toBe('snapshot')
    if (event !== 'settings.saved') continue
    expect(data).toMatchObject({ model: installed })
    break
  }
  expect(etagOf(await clientOf(b).settings.get({ params }))).toBe(etag)
})

// The last one: of the three, two are left.
test('a pull whose replica is killed is finished once by another, from where it was', async () => {
  const metricsOf = async ({ url }: Replica) => (await fetch(`${url}/metrics`, { headers: bearer(adminKey) })).text()
  const leads = async (replica: Replica) => /^ollama_dashboard_replica_leads 1$/m.test(await metricsOf(replica))
  const leader = async () => (await Promise.all(replicas.map(leads))).indexOf(true)
  await expect.poll(leader).toBeGreaterThanOrEqual(0)
  const owner = replicas[await leader()] ?? replicas[0]
  const [asked, other] = replicas.filter((replica) => replica !== owner) as [Replica, Replica]
  const pulls = () => simulator.requests.filter(({ path }) => path === '/api/pull')

  const { job } = await clientOf(asked).models.pull({ params: { model: missing }, query: { wait: false } })
  const jobAt = (replica: Replica) => clientOf(replica).jobs.get({ params: { id: job.id } })
  await expect
    .poll(async () => (await jobAt(asked)).progress)
    .toMatchObject({ percent: expect.toSatisfy((percent) => percent > 20) })
  simulator.setSpeed(0)
  await end(owner.child, 'SIGKILL')
  await expect.poll(() => pulls().length).toBe(2)
  simulator.setSpeed(1000)
  for (const replica of [asked, other]) {
    await expect.poll(() => jobAt(replica)).toMatchObject({ state: 'done', attempts: 2, progress: { percent: 100 } })
    expect((await clientOf(replica).jobs.list()).jobs).toHaveLength(1)
    const { events } = await clientOf(replica).observability.recentEvents()
    expect(events.filter(({ type, job }) => type === 'job.changed' && job?.state === 'done')).toHaveLength(1)
  }
  expect(pulls()).toHaveLength(2)
  const { progress } = (await jobAt(asked)) as PullJob
  // Nothing twice: a few bytes less, where a small layer is that of another model too.
  expect(simulator.pulledBytes).toBeLessThanOrEqual(progress?.total ?? 0)
})
