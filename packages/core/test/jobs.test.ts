import type { Job } from '@ollama-dashboard/contracts'
import { describe, expect, test } from 'vitest'
import { ended, jobSetting, running, slow, until } from './job-setting.ts'
import { toldOf } from './stored-job.ts'

const model = 'smollm2:135m'
const other = 'all-minilm:latest'
const size = 270_898_672
const never = new AbortController().signal

describe('a pull', () => {
  test('ends as done, with the model in the list by then', async () => {
    const { jobs, told, repository } = await jobSetting()
    const job = await jobs.pull(model)
    expect(job).toMatchObject({
      kind: 'pull',
      model,
      instance: 'default',
      state: 'queued',
      attempts: 0,
      progress: null,
    })
    const done = await jobs.finished(job.id, never)
    expect(done).toMatchObject({ id: job.id, state: 'done', attempts: 1, error: null })
    expect(done.progress).toMatchObject({ status: 'success', percent: 100, total: size, completed: size })
    expect(Date.parse(done.finished_at ?? '')).toBeGreaterThanOrEqual(Date.parse(done.started_at ?? ''))

    const changes = told.filter(({ type }) => type === 'job.changed')
    expect(changes.map(({ job }) => job?.state)).toEqual(['queued', 'running', 'done'])
    expect(changes[0]).toMatchObject({ instance: 'default', model })
    expect(toldOf(repository.stored.get(job.id))).toEqual(done)
  })

  test('of a model that is being pulled joins that pull', async () => {
    const { jobs, pulls } = await jobSetting()
    const [first, second] = await Promise.all([jobs.pull(model), jobs.pull(model.toUpperCase())])
    expect(second.id).toBe(first.id)
    await until(jobs, first.id, ({ state }) => state === 'running')
    expect((await jobs.pull(model)).id).toBe(first.id)
    await Promise.all([jobs.finished(first.id, never), jobs.finished(first.id, never)])
    expect(pulls()).toBe(1)
    expect(await jobs.list()).toHaveLength(1)
    expect((await jobs.pull(model)).id).not.toBe(first.id)
  })

  test('goes on when whoever waits for it leaves', async () => {
    const { jobs, pulls } = await jobSetting()
    const { id } = await jobs.pull(model)
    const leaving = new AbortController()
    const waiting = jobs.finished(id, leaving.signal)
    leaving.abort(new Error('tab closed'))
    await expect(waiting).rejects.toThrow('tab closed')
    expect(await ended(jobs, id)).toMatchObject({ state: 'done' })
    expect(pulls()).toBe(1)
  })
})

describe('the queue', () => {
  const names = ['llama3.2:3b', 'qwen3:14b', other, model]
  const statesOf = (list: readonly Job[]) => list.map(({ state }) => state).toReversed()

  test('runs two at once, and the others in order', async () => {
    const { jobs, pulls } = await jobSetting({ scenario: slow, speed: 1 })
    const [first, second, third, fourth] = await Promise.all(names.map((name) => jobs.pull(name)))
    if (!first || !second || !third || !fourth) throw new Error('four were asked for')
    for (const { id } of [first, second]) await until(jobs, id, ({ attempts }) => attempts === 1)
    expect(statesOf(await jobs.list())).toEqual(['running', 'running', 'queued', 'queued'])
    await expect.poll(() => pulls()).toBe(2)

    await jobs.cancel(second.id)
    await until(jobs, third.id, ({ state }) => state === 'running')
    expect(statesOf(await jobs.list())).toEqual(['running', 'cancelled', 'running', 'queued'])
    await jobs.cancel(fourth.id)
    await jobs.cancel(first.id)
    expect(statesOf(await jobs.list())).toEqual(['cancelled', 'cancelled', 'running', 'cancelled'])
    expect(pulls(model)).toBe(0)
  })

  test('runs as many as it is told', async () => {
    const { jobs } = await jobSetting({ scenario: slow, speed: 1, jobs: { maxConcurrent: 1 } })
    const [first, second] = await Promise.all(names.map((name) => jobs.pull(name)))
    await until(jobs, first?.id ?? '', ({ state }) => state === 'running')
    expect((await jobs.get(second?.id ?? '')).state).toBe('queued')
  })
})

describe('cancelling', () => {
  test('ends the pull, keeps what has arrived, and a retry goes on from there', async () => {
    const { jobs, simulator } = await jobSetting({ speed: 2 })
    const { id } = await jobs.pull(model)
    const before = await until(jobs, id, ({ progress }) => (progress?.percent ?? 0) > 25)
    const waiting = expect(jobs.finished(id, never)).rejects.toMatchObject({ code: 'job_cancelled' })
    const { job, changed } = await jobs.cancel(id)
    expect([changed, job.state, typeof job.finished_at]).toEqual([true, 'cancelled', 'string'])
    await waiting
    await expect.poll(() => simulator.requests.find(({ path }) => path === '/api/pull')?.aborted).toBe(true)

    await jobs.retry(id)
    const again = await until(jobs, id, ({ progress }) => progress?.completed != null)
    simulator.setSpeed(1000)
    expect(again.progress?.completed).toBeGreaterThanOrEqual(before.progress?.completed ?? size)
    expect(await jobs.finished(id, never)).toMatchObject({ id, state: 'done', attempts: 2 })
  })

  test('a job that has ended changes nothing, and an unknown one is told', async () => {
    const { jobs } = await jobSetting()
    const { id } = await jobs.pull(other)
    const done = await jobs.finished(id, never)
    expect(await jobs.cancel(id)).toEqual({ job: done, changed: false })
    await expect(jobs.cancel('nothing')).rejects.toMatchObject({ code: 'job_not_found' })
    await expect(jobs.get('nothing')).rejects.toMatchObject({ code: 'job_not_found' })
  })

  test('and retrying at once leaves one pull', async () => {
    const { jobs, simulator } = await jobSetting({ speed: 2 })
    const { id } = await jobs.pull(model)
    await running(jobs, id)
    await jobs.cancel(id)
    await jobs.retry(id)
    simulator.setSpeed(1000)
    expect(await jobs.finished(id, never)).toMatchObject({ state: 'done' })
  })
})

describe('a retry is refused', () => {
  test('of a job that has not ended, or whose model is pulled by another', async () => {
    const { jobs } = await jobSetting({ scenario: slow, speed: 1 })
    const { id } = await jobs.pull(model)
    await expect(jobs.retry(id)).rejects.toMatchObject({ code: 'job_not_ended' })
    await jobs.cancel(id)
    const again = await jobs.pull(model)
    await expect(jobs.retry(id)).rejects.toMatchObject({ code: 'job_not_ended' })
    await jobs.cancel(again.id)
    expect(await jobs.retry(id)).toMatchObject({ id, state: 'queued' })
  })

  test('of one that is done', async () => {
    const { jobs } = await jobSetting()
    const { id } = await jobs.pull(other)
    await jobs.finished(id, never)
    await expect(jobs.retry(id)).rejects.toMatchObject({ code: 'job_not_ended' })
  })
})
