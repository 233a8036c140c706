import type { Job } from '@ollama-dashboard/contracts'
import { describe, expect, test } from 'vitest'
import { caller } from './caller.ts'
import { ended, jobSetting, running, slow, until } from './job-setting.ts'
import { toldOf } from './stored-job.ts'

const model = 'smollm2:135m'
const other = 'all-minilm:latest'
const size = 270_898_672

describe('a pull', () => {
  test('ends as done, with the model in the list by then', async () => {
    const { jobs, told, repository } = await jobSetting()
    const job = await jobs.pull(caller(), { model })
    expect(job).toMatchObject({
      kind: 'pull',
      model,
      instance: 'default',
      state: 'queued',
      attempts: 0,
      progress: null,
    })
    const done = await jobs.finished(caller(), { id: job.id })
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
    const [first, second] = await Promise.all([
      jobs.pull(caller(), { model }),
      jobs.pull(caller(), { model: model.toUpperCase() }),
    ])
    expect(second.id).toBe(first.id)
    await until(jobs, first.id, ({ state }) => state === 'running')
    expect((await jobs.pull(caller(), { model })).id).toBe(first.id)
    await Promise.all([jobs.finished(caller(), { id: first.id }), jobs.finished(caller(), { id: first.id })])
    expect(pulls()).toBe(1)
    expect(await jobs.list(caller())).toHaveLength(1)
    expect((await jobs.pull(caller(), { model })).id).not.toBe(first.id)
  })

  test('goes on when whoever waits for it leaves', async () => {
    const { jobs, pulls } = await jobSetting()
    const { id } = await jobs.pull(caller(), { model })
    const leaving = new AbortController()
    const waiting = jobs.finished(caller(leaving.signal), { id })
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
    const [first, second, third, fourth] = await Promise.all(names.map((name) => jobs.pull(caller(), { model: name })))
    if (!first || !second || !third || !fourth) throw new Error('four were asked for')
    for (const { id } of [first, second]) await until(jobs, id, ({ attempts }) => attempts === 1)
    expect(statesOf(await jobs.list(caller()))).toEqual(['running', 'running', 'queued', 'queued'])
    await expect.poll(() => pulls()).toBe(2)

    await jobs.cancel(caller(), { id: second.id })
    await until(jobs, third.id, ({ state }) => state === 'running')
    expect(statesOf(await jobs.list(caller()))).toEqual(['running', 'cancelled', 'running', 'queued'])
    await jobs.cancel(caller(), { id: fourth.id })
    await jobs.cancel(caller(), { id: first.id })
    expect(statesOf(await jobs.list(caller()))).toEqual(['cancelled', 'cancelled', 'running', 'cancelled'])
    expect(pulls(model)).toBe(0)
  })

  test('runs as many as it is told', async () => {
    const { jobs } = await jobSetting({ scenario: slow, speed: 1, jobs: { maxConcurrent: 1 } })
    const [first, second] = await Promise.all(names.map((name) => jobs.pull(caller(), { model: name })))
    await until(jobs, first?.id ?? '', ({ state }) => state === 'running')
    expect((await jobs.get(caller(), { id: second?.id ?? '' })).state).toBe('queued')
  })
})

describe('cancelling', () => {
  test('ends the pull, keeps what has arrived, and a retry goes on from there', async () => {
    const { jobs, simulator } = await jobSetting({ speed: 2 })
    const { id } = await jobs.pull(caller(), { model })
    const before = await until(jobs, id, ({ progress }) => (progress?.percent ?? 0) > 25)
    const waiting = expect(jobs.finished(caller(), { id })).rejects.toMatchObject({ code: 'job_cancelled' })
    const { job, changed } = await jobs.cancel(caller(), { id })
    expect([changed, job.state, typeof job.finished_at]).toEqual([true, 'cancelled', 'string'])
    await waiting
    await expect.poll(() => simulator.requests.find(({ path }) => path === '/api/pull')?.aborted).toBe(true)

    await jobs.retry(caller(), { id })
    const again = await until(jobs, id, ({ progress }) => progress?.completed != null)
    simulator.setSpeed(1000)
    expect(again.progress?.completed).toBeGreaterThanOrEqual(before.progress?.completed ?? size)
    expect(await jobs.finished(caller(), { id })).toMatchObject({ id, state: 'done', attempts: 2 })
  })

  test('a job that has ended changes nothing, and an unknown one is told', async () => {
    const { jobs } = await jobSetting()
    const { id } = await jobs.pull(caller(), { model: other })
    const done = await jobs.finished(caller(), { id })
    expect(await jobs.cancel(caller(), { id })).toEqual({ job: done, changed: false })
    await expect(jobs.cancel(caller(), { id: 'nothing' })).rejects.toMatchObject({ code: 'job_not_found' })
    await expect(jobs.get(caller(), { id: 'nothing' })).rejects.toMatchObject({ code: 'job_not_found' })
  })

  test('and retrying at once leaves one pull', async () => {
    const { jobs, simulator } = await jobSetting({ speed: 2 })
    const { id } = await jobs.pull(caller(), { model })
    await running(jobs, id)
    await jobs.cancel(caller(), { id })
    await jobs.retry(caller(), { id })
    simulator.setSpeed(1000)
    expect(await jobs.finished(caller(), { id })).toMatchObject({ state: 'done' })
  })
})

describe('a retry is refused', () => {
  test('of a job that has not ended, or whose model is pulled by another', async () => {
    const { jobs } = await jobSetting({ scenario: slow, speed: 1 })
    const { id } = await jobs.pull(caller(), { model })
    await expect(jobs.retry(caller(), { id })).rejects.toMatchObject({ code: 'job_not_ended' })
    await jobs.cancel(caller(), { id })
    const again = await jobs.pull(caller(), { model })
    await expect(jobs.retry(caller(), { id })).rejects.toMatchObject({ code: 'job_not_ended' })
    await jobs.cancel(caller(), { id: again.id })
    expect(await jobs.retry(caller(), { id })).toMatchObject({ id, state: 'queued' })
  })

  test('of one that is done', async () => {
    const { jobs } = await jobSetting()
    const { id } = await jobs.pull(caller(), { model: other })
    await jobs.finished(caller(), { id })
    await expect(jobs.retry(caller(), { id })).rejects.toMatchObject({ code: 'job_not_ended' })
  })
})
