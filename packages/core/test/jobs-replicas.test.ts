import type { Job } from '@ollama-dashboard/contracts'
import type { Simulator } from '@ollama-dashboard/ollama-sim'
import { expect, test } from 'vitest'
import type { Core } from '../src/core-interface.ts'
import { newTraceId, newTraceparent, withTraceparent } from '../src/kernel/tracing/trace-context.ts'
import { caller } from './caller.ts'
import { fakeClock } from './fake-clock.ts'
import { replicatedCores } from './replicated-cores.ts'

const model = 'smollm2:135m'
const installed = 'llama3.2:3b'

const pullsOf = ({ requests }: Simulator) => requests.filter(({ path }) => path === '/api/pull')
const jobAt = (core: Core, { id }: Pick<Job, 'id'>) => core.jobs.get(caller(), { id })
/** In real time: what is waited for crosses a database and sockets. */
const soon = { timeout: 10_000 }
const ended = async (core: Core, job: Pick<Job, 'id'>) => {
  await expect.poll(async () => (await jobAt(core, job)).state, soon).toMatch(/done|failed|cancelled/)
  return jobAt(core, job)
}
const running = (core: Core, job: Pick<Job, 'id'>) =>
  expect
    .poll(async () => {
      const { state, progress } = await jobAt(core, job)
      return state === 'running' && progress !== null && 'completed' in progress && (progress.completed ?? 0) > 0
    }, soon)
    .toBe(true)

test('a pull that is begun on one replica runs on the one that leads, and is followed on every other', async () => {
  const { cores, simulator } = await replicatedCores({ scenario: 'empty', speed: 2 })
  const [leader, asked, other] = cores
  const traceId = newTraceId()
  const { id } = await withTraceparent(newTraceparent(traceId), () => asked.jobs.pull(caller(), { model }))
  const percents: number[] = []
  for await (const { progress } of other.jobs.follow(caller(), { id, kind: 'pull' })) {
    percents.push(progress?.percent ?? 0)
    if (progress?.completed) simulator.setSpeed(1000)
  }
  expect(percents.some((percent) => percent > 0 && percent < 100)).toBe(true)
  const done = {
    state: 'done',
    created_by: 'laptop',
    attempts: 1,
    title: `pull of "${model}"`,
    progress: { percent: 100 },
  }
  for (const core of cores) await expect.poll(() => jobAt(core, { id })).toMatchObject(done)
  for (const core of cores) expect((await core.jobs.list(caller())).map((job) => job.id)).toEqual([id])
  const pulls = pullsOf(simulator)
  expect(pulls).toHaveLength(1)
  expect(pulls[0]?.traceparent).toContain(traceId)
  expect(await asked.jobs.finished(caller(), { id })).toMatchObject({ state: 'done' })
  const ends = (core: Core) => core.events.recent(caller(), { limit: 100 }).filter(({ job }) => job?.state === 'done')
  expect([ends(leader).length, ends(asked).length, ends(other).length]).toEqual([1, 0, 0])
})

test('there is one job for the same work, whoever asks where', async () => {
  const { cores, simulator } = await replicatedCores({ speed: 0 })
  const starts = await Promise.all(cores.map((core) => core.jobs.startModel(caller(), { model: installed })))
  expect(new Set(starts.map(({ id }) => id)).size).toBe(1)
  simulator.setSpeed(1000)
  expect(await ended(cores[2], { id: starts[0]?.id ?? '' })).toMatchObject({ state: 'done', result: { changed: true } })
  expect(simulator.loads).toHaveLength(1)
  // It has ended: the next one is another.
  expect((await cores[1].jobs.startModel(caller(), { model: installed })).id).not.toBe(starts[0]?.id)
})

test('a job is cancelled and retried on a replica that does not run it', async () => {
  const { cores, simulator } = await replicatedCores({ scenario: 'empty', speed: 2 })
  const [leader, asked, other] = cores
  const { id } = await leader.jobs.pull(caller(), { model })
  await running(asked, { id })
  expect(await asked.jobs.cancel(caller(), { id })).toMatchObject({ changed: true, job: { state: 'cancelled' } })
  await expect.poll(async () => (await jobAt(leader, { id })).state).toBe('cancelled')
  expect(await other.jobs.cancel(caller(), { id })).toMatchObject({ changed: false })
  await expect.poll(() => pullsOf(simulator)[0]?.aborted, soon).toBe(true)
  simulator.setSpeed(1000)
  expect(await other.jobs.retry(caller(), { id })).toMatchObject({ state: 'queued', progress: null })
  await expect(asked.jobs.retry(caller(), { id })).rejects.toMatchObject({ code: 'job_not_ended' })
  expect(await ended(asked, { id })).toMatchObject({ state: 'done', attempts: 2 })
})

test('a pull whose replica was suspended is finished once by another, and what that one says when it wakes is not kept', async () => {
  const { cores, replicas, storages, lease, simulator } = await replicatedCores({ scenario: 'empty', speed: 2 })
  const [suspended, next] = cores
  const { id } = await suspended.jobs.pull(caller(), { model })
  await running(next, { id })
  lease.takeAway()
  simulator.setSpeed(1000)
  const isPulled = async () => (await suspended.models.available(caller())).models.some(({ name }) => name === model)
  await expect.poll(isPulled, soon).toBe(true)
  // To the end of what it does, as if it had not been suspended at all.
  lease.give(replicas[1])
  for (const core of cores) expect(await ended(core, { id })).toMatchObject({ state: 'done', attempts: 2 })
  lease.wake(replicas[0])
  const ends = cores.flatMap((core) =>
    core.events
      .recent(caller(), { limit: 100 })
      .filter(({ type, job }) => type === 'job.changed' && job?.state === 'done'),
  )
  expect(ends).toHaveLength(1)
  expect(await storages[2]?.jobs.all()).toMatchObject([{ id, state: 'done', lost_runs: 0, runner: replicas[1].id }])
  // Whoever leads now can be asked by all.
  const start = await suspended.jobs.startModel(caller(), { model })
  expect(await ended(suspended, start)).toMatchObject({ state: 'done' })
})

test('a replica that ends as it should hands its jobs on, and loses no run', async () => {
  const { cores, replicas, storages, lease, simulator } = await replicatedCores({ scenario: 'empty', speed: 2 })
  const [ending, next] = cores
  const { id } = await next.jobs.pull(caller(), { model })
  await running(next, { id })
  await ending[Symbol.asyncDispose]()
  expect(await storages[1]?.jobs.find(id)).toMatchObject({ state: 'running', lost_runs: 0, runner: null })
  lease.give(replicas[1])
  simulator.setSpeed(1000)
  expect(await ended(cores[2], { id })).toMatchObject({ state: 'done', attempts: 2 })
})

test('without a link jobs are found in the storage, and followed there', async () => {
  const clock = fakeClock()
  const { cores, hub, simulator } = await replicatedCores({ scenario: 'empty' }, { clock })
  hub.isUp = false
  const { id } = await cores[1].jobs.pull(caller(), { model })
  const finished = cores[2].jobs.finished(caller(), { id })
  expect(await clock.until(finished)).toMatchObject({ state: 'done' })
  expect(pullsOf(simulator)).toHaveLength(1)
})
