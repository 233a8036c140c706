import { Type } from '@sinclair/typebox'
import { expect, onTestFinished, test } from 'vitest'
import { createEventBus } from '../src/events/event-bus.ts'
import { createInstances } from '../src/instances/instances.ts'
import { createJobs } from '../src/jobs/create-jobs.ts'
import type { JobKind, JobRun } from '../src/jobs/job-kind.ts'
import { createBackground } from '../src/kernel/background.ts'
import { caller } from './caller.ts'
import { fakeClock } from './fake-clock.ts'
import { ended, memoryJobs, until } from './job-setting.ts'
import { storedJob } from './stored-job.ts'
import { stubInstance } from './stub-ollama.ts'

interface Count {
  readonly to: number
}

/** Counts to a number, one step whenever the test says so. */
function countKind(more: Partial<JobKind<Count, number, string>> = {}) {
  const runs: JobRun<Count, number>[] = []
  const step: (() => void)[] = []
  const kind: JobKind<Count, number, string> = {
    kind: 'count',
    begunBy: () => 'models.pull',
    schemas: { payload: Type.Object({ to: Type.Integer() }), progress: Type.Integer(), result: Type.String() },
    maxConcurrent: 1,
    resumable: true,
    isKeptFirst: true,
    cancelHint: 'Begin it again.',
    lane: () => 'counting',
    key: ({ to }) => `${to}`,
    describe: ({ to }) => `count to ${to}`,
    about: (payload) => ({ instance: 'default', ...payload }),
    expectReady: () => {},
    untilReady: async () => {},
    async run(run) {
      runs.push(run)
      await run.attempt()
      for (let now = (run.before ?? 0) + 1; now <= run.payload.to; now += 1) {
        await new Promise<void>((resolve) => step.push(resolve))
        run.context.signal.throwIfAborted()
        run.progress(now)
      }
      return `counted to ${run.payload.to}`
    },
    ...more,
  }
  return { kind, runs, step }
}

function setting(kind: JobKind<Count, number, string>, repository = memoryJobs()) {
  const clock = fakeClock()
  const background = createBackground({ clock })
  const events = createEventBus(clock, background)
  const told: unknown[] = []
  events.listen(({ type, by }) => told.push({ type, by }))
  const instances = createInstances([stubInstance({}).instance])
  const jobs = createJobs({ kinds: [kind], instances, events, clock, background, storage: { jobs: repository } })
  onTestFinished(() => jobs[Symbol.asyncDispose]())
  return { jobs, repository, told, background }
}

test('a further kind of job is one object: it is joined, told, ended and kept as every other', async () => {
  const { kind, step } = countKind()
  const { jobs, repository, told } = setting(kind)
  const job = await jobs.begin(caller(), kind, { to: 2 })
  expect(await jobs.begin(caller(), kind, { to: 2 })).toMatchObject({ id: job.id })
  expect(job).toMatchObject({ kind: 'count', to: 2, state: 'queued' })
  for (let count = 1; count <= 2; count += 1) {
    await expect.poll(() => step.length).toBe(count)
    step.at(-1)?.()
  }
  expect(await ended(jobs, job.id)).toMatchObject({ state: 'done', progress: 2, result: 'counted to 2', attempts: 1 })
  expect(repository.stored.get(job.id)).toMatchObject({ lane: 'counting', key: '2', created_by: 'laptop' })
  expect(told).toContainEqual({ type: 'count.progress', by: 'laptop' })
  expect(told.at(-1)).toEqual({ type: 'job.changed', by: 'laptop' })
})

test('jobs of one lane wait for each other; one that is cancelled says so in the words of its kind', async () => {
  const { kind, runs } = countKind()
  const { jobs } = setting(kind)
  const first = await jobs.begin(caller(), kind, { to: 1 })
  const second = await jobs.begin(caller(), kind, { to: 2 })
  await until(jobs, first.id, ({ state }) => state === 'running')
  expect(await jobs.get(caller(), { id: second.id })).toMatchObject({ state: 'queued' })
  const { job } = await jobs.cancel(caller(), { id: second.id })
  expect(jobs.failureOf(job)).toMatchObject({
    code: 'job_cancelled',
    message: 'The count to 2 was cancelled.',
    hint: 'Begin it again.',
  })
  expect(runs).toHaveLength(1)
})

const stored = { kind: 'count', lane: 'counting', key: '3', payload: { to: 3 }, progress: 2 } as const

test('a job of a kind that can goes on from its progress after a restart', async () => {
  const { kind, runs } = countKind()
  const { jobs } = setting(kind, memoryJobs([storedJob(stored)]))
  await until(jobs, 'stored', ({ state }) => state === 'running')
  await expect.poll(() => runs[0]?.before).toBe(2)
})

test('a job of a kind that cannot go on fails at the restart that ended it, and one that waited is run', async () => {
  const { kind, runs } = countKind({ resumable: false })
  const waiting = storedJob({ ...stored, id: 'waiting', key: '1', payload: { to: 1 }, progress: null, state: 'queued' })
  const { jobs } = setting(kind, memoryJobs([storedJob(stored), waiting]))
  expect(await ended(jobs, 'stored')).toMatchObject({
    state: 'failed',
    error: { code: 'job_set_aside', detail: 'The dashboard stopped during the count to 3.' },
  })
  await until(jobs, 'waiting', ({ state }) => state === 'running')
  await expect.poll(() => runs.map(({ payload }) => payload)).toEqual([{ to: 1 }])
})

test('a stored job that cannot be understood stays in the storage and is reported', async () => {
  const { kind } = countKind()
  const strange = storedJob({ ...stored, payload: { to: 'three' } })
  const { jobs, repository, background } = setting(kind, memoryJobs([strange, storedJob({ id: 'other' })]))
  expect(await jobs.list(caller())).toEqual([])
  expect([...repository.stored.keys()]).toEqual(['stored', 'other'])
  expect(background.failures()).toMatchObject([{ work: 'taking up jobs', count: 2 }])
})
