import type { Job } from '@ollama-dashboard/contracts'
import { describe, expect, test, vi } from 'vitest'
import { DashboardError } from '../src/errors.ts'
import { ended, jobSetting, memoryJobs, running, slow, until } from './job-setting.ts'
import { storedJob } from './stored-job.ts'

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
    expect(repository.stored.get(job.id)).toEqual(done)
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

  test('never tells of a step back, though Ollama takes one', async () => {
    const { jobs, simulator } = await jobSetting({ speed: 20 })
    simulator.faults.add({ kind: 'backwards', path: '/api/pull' })
    const { id } = await jobs.pull(model)
    const percents: number[] = []
    for await (const { progress } of jobs.follow(id, never)) percents.push(progress?.percent ?? 0)
    expect(percents).toEqual(percents.toSorted((a, b) => a - b))
    expect(percents.at(-1)).toBe(100)
  })

  test('tells its progress four times a second at most, and not to the recent events', async () => {
    const { jobs, told, recent } = await jobSetting({ speed: 8 })
    const { id } = await jobs.pull(model)
    await jobs.finished(id, never)
    const times = told.filter(({ type }) => type === 'pull.progress').map(({ at }) => Date.parse(at))
    expect(times.length).toBeGreaterThanOrEqual(2)
    for (const [index, at] of times.entries()) {
      // Timers and the clock on the wall differ by a millisecond or two.
      if (index > 0) expect(at - (times[index - 1] ?? 0)).toBeGreaterThanOrEqual(245)
    }
    expect(recent().map(({ type }) => type)).toEqual(['job.changed', 'job.changed', 'job.changed'])
  })
})

describe('a pull fails', () => {
  const kinds = [
    ['error_line', 'registry_unreachable'],
    ['disk_full', 'insufficient_storage'],
    ['truncate', 'stream_truncated'],
  ] as const

  test.each(kinds)('when the stream has %s, with %s, at once; and a retry works', async (kind, code) => {
    const { jobs, simulator, pulls, repository } = await jobSetting()
    simulator.faults.add({ kind, path: '/api/pull', count: 1 })
    const { id } = await jobs.pull(model)
    await expect(jobs.finished(id, never)).rejects.toMatchObject({ code })
    const failed = await jobs.get(id)
    expect(failed).toMatchObject({
      state: 'failed',
      attempts: 1,
      error: { code, type: `urn:ollama-dashboard:problem:${code}` },
    })
    expect(failed.error?.trace_id).toMatch(/^[0-9a-f]{32}$/)
    expect(repository.stored.get(id)).toEqual(failed)
    expect(pulls()).toBe(1)

    expect(await jobs.retry(id)).toMatchObject({ id, state: 'queued', error: null, progress: null, finished_at: null })
    expect(await jobs.finished(id, never)).toMatchObject({ id, state: 'done', attempts: 2 })
    expect(await jobs.list()).toHaveLength(1)
  })

  test('of a name that the registry does not have', async () => {
    const { jobs, pulls } = await jobSetting()
    const { id } = await jobs.pull('no-such-model')
    await expect(jobs.finished(id, never)).rejects.toMatchObject({
      code: 'model_not_found',
      message: 'The registry has no "no-such-model:latest".',
      hint: 'Check the name and the tag.',
    })
    expect(pulls()).toBe(1)
  })

  test('when Ollama falls silent, and a retry works', async () => {
    const { jobs, simulator, pulls } = await jobSetting({ jobs: { idleMs: 30 } })
    simulator.faults.add({ kind: 'stall', path: '/api/pull', count: 1 })
    const { id } = await jobs.pull(model)
    await expect(jobs.finished(id, never)).rejects.toMatchObject({ code: 'ollama_timeout' })
    await vi.waitFor(() => expect(simulator.requests.find(({ path }) => path === '/api/pull')?.aborted).toBe(true))
    expect(pulls()).toBe(1)
    await jobs.retry(id)
    expect(await jobs.finished(id, never)).toMatchObject({ state: 'done' })
  })

  test('before the disk is full, where its space is known', async () => {
    const { jobs, told } = await jobSetting({ speed: 20, jobs: { freeBytes: () => 100_000_000 } })
    const { id } = await jobs.pull(model)
    expect(await ended(jobs, id)).toMatchObject({
      state: 'failed',
      error: {
        code: 'insufficient_storage',
        status: 507,
        detail: `"${model}" needs 270 MB more, and 100 MB are free on the disk of the models.`,
      },
    })
    expect(told.at(-1)).toMatchObject({ type: 'job.changed', detail: expect.stringContaining('needs 270 MB more') })
  })

  test('when the disk fills up meanwhile', async () => {
    let free = size
    const { jobs } = await jobSetting({ scenario: slow, speed: 10, jobs: { freeBytes: () => free } })
    const { id } = await jobs.pull(model)
    await running(jobs, id)
    free = 1000
    expect(await ended(jobs, id)).toMatchObject({ error: { code: 'insufficient_storage' } })
  })
})

describe('a connection that breaks', () => {
  test('is taken up again, and what was fetched counts', async () => {
    const { jobs, simulator, pulls } = await jobSetting()
    simulator.faults.add({ kind: 'reset_stream', path: '/api/pull', count: 3 })
    const { id } = await jobs.pull(model)
    expect(await jobs.finished(id, never)).toMatchObject({ state: 'done', attempts: 4 })
    expect(pulls()).toBe(4)
  })

  test('fails the pull the fourth time, and a retry works', async () => {
    const { jobs, simulator, pulls } = await jobSetting()
    simulator.faults.add({ kind: 'reset_stream', path: '/api/pull' })
    const { id } = await jobs.pull(model)
    await expect(jobs.finished(id, never)).rejects.toMatchObject({ code: 'ollama_unreachable' })
    expect(await jobs.get(id)).toMatchObject({ state: 'failed', attempts: 4 })
    expect(pulls()).toBe(4)
    simulator.faults.clear()
    await jobs.retry(id)
    expect(await jobs.finished(id, never)).toMatchObject({ state: 'done', attempts: 5 })
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
    await vi.waitFor(() => expect(pulls()).toBe(2))

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
    const { jobs, simulator } = await jobSetting({ speed: 10 })
    const { id } = await jobs.pull(model)
    const before = await until(jobs, id, ({ progress }) => (progress?.percent ?? 0) > 40)
    const waiting = expect(jobs.finished(id, never)).rejects.toMatchObject({ code: 'job_cancelled' })
    const { job, changed } = await jobs.cancel(id)
    expect([changed, job.state, typeof job.finished_at]).toEqual([true, 'cancelled', 'string'])
    await waiting
    await vi.waitFor(() => expect(simulator.requests.find(({ path }) => path === '/api/pull')?.aborted).toBe(true))

    await jobs.retry(id)
    const again = await until(jobs, id, ({ progress }) => progress?.completed != null)
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
    const { jobs } = await jobSetting({ speed: 10 })
    const { id } = await jobs.pull(model)
    await running(jobs, id)
    await jobs.cancel(id)
    await jobs.retry(id)
    expect(await jobs.finished(id, never)).toMatchObject({ state: 'done' })
  })
})

describe('a retry is refused', () => {
  test('of a job that has not ended, that is done, or whose model is pulled by another', async () => {
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

describe('after a restart of the dashboard', () => {
  test('a pull goes on where it was, under its id', async () => {
    const { jobs, restart, repository } = await jobSetting({ speed: 10 })
    const { id } = await jobs.pull(model)
    const before = await until(jobs, id, ({ progress }) => (progress?.percent ?? 0) > 40)
    const next = await restart()
    expect(repository.stored.get(id)).toMatchObject({ state: 'running' })
    const percents: number[] = []
    for await (const { progress } of next.follow(id, never)) percents.push(progress?.percent ?? 0)
    expect(percents[0]).toBeGreaterThanOrEqual(before.progress?.percent ?? 100)
    expect(percents).toEqual(percents.toSorted((a, b) => a - b))
    expect(await next.get(id)).toMatchObject({ state: 'done', attempts: 2 })
  })

  test('those that ran come first, then those that waited, in order', async () => {
    const waiting = { state: 'queued', started_at: null, attempts: 0 } as const
    const repository = memoryJobs([
      storedJob({ id: 'a', ...waiting, model: 'qwen3:14b', created_at: '2026-01-01T00:00:00.000Z' }),
      storedJob({ id: 'b', model: other, created_at: '2026-01-01T00:00:01.000Z' }),
      storedJob({ id: 'c', ...waiting, created_at: '2026-01-01T00:00:02.000Z' }),
      storedJob({ id: 'd', state: 'done', created_at: '2026-01-01T00:00:03.000Z' }),
    ])
    const { jobs, told } = await jobSetting({ repository, jobs: { maxConcurrent: 1 } })
    expect((await jobs.list()).map(({ id }) => id)).toEqual(['d', 'c', 'b', 'a'])
    for (const id of ['a', 'b', 'c']) expect(await ended(jobs, id)).toMatchObject({ state: 'done' })
    const started = told.filter(({ job }) => job?.state === 'running').map(({ job }) => job?.id)
    expect([...new Set(started)]).toEqual(['b', 'a', 'c'])
  })

  test('a pull waits for an Ollama that is not there yet', async () => {
    const { jobs, simulator, restart, pulls, told } = await jobSetting({ speed: 10 })
    const { id } = await jobs.pull(model)
    await running(jobs, id)
    const next = await restart(() => simulator.faults.add({ kind: 'refuse' }))
    await vi.waitFor(() => expect(told.map(({ type }) => type)).toContain('ollama.down'))
    simulator.faults.clear()
    expect(await ended(next, id)).toMatchObject({ state: 'done', attempts: 2 })
    expect(pulls()).toBe(2)
  })

  test('a pull of a server that is no longer known fails', async () => {
    const { jobs } = await jobSetting({ repository: memoryJobs([storedJob({ instance: 'gone' })]) })
    expect(await ended(jobs, 'stored')).toMatchObject({ error: { code: 'instance_not_found' } })
  })

  test('a pull that no longer fits on the disk is refused before Ollama is asked', async () => {
    const progress = {
      status: 'pulling',
      digest: null,
      layer_total: null,
      layer_completed: null,
      total: 1000,
      completed: 10,
      percent: 1,
      bytes_per_second: null,
      eta_seconds: null,
    }
    const repository = memoryJobs([storedJob({ progress })])
    const { jobs, pulls } = await jobSetting({ repository, jobs: { freeBytes: () => 100 } })
    expect(await ended(jobs, 'stored')).toMatchObject({ error: { code: 'insufficient_storage' } })
    expect(pulls()).toBe(0)
  })
})

describe('the storage', () => {
  const broken = new DashboardError('storage_unavailable', 'The storage cannot be written.')

  test('that fails refuses a pull, a cancellation and a retry, and changes nothing', async () => {
    const { jobs, repository, pulls, told } = await jobSetting({ scenario: slow, speed: 10 })
    repository.failure = broken
    await expect(jobs.pull(model)).rejects.toMatchObject({ code: 'storage_unavailable' })
    expect([await jobs.list(), pulls(), told]).toEqual([[], 0, []])

    repository.failure = null
    const { id } = await jobs.pull(model)
    await running(jobs, id)
    repository.failure = broken
    await expect(jobs.cancel(id)).rejects.toMatchObject({ code: 'storage_unavailable' })
    expect((await jobs.get(id)).state).toBe('running')

    repository.failure = null
    await jobs.cancel(id)
    repository.failure = broken
    await expect(jobs.retry(id)).rejects.toMatchObject({ code: 'storage_unavailable' })
    expect((await jobs.get(id)).state).toBe('cancelled')
  })

  test('that is slow keeps a cancellation, though progress comes while it is written', async () => {
    const { jobs, repository, restart } = await jobSetting({ scenario: slow, speed: 10 })
    const { id } = await jobs.pull(model)
    await running(jobs, id)
    const { promise: written, resolve: write } = Promise.withResolvers<void>()
    const save = repository.save
    repository.save = async (job) => {
      if (job.state === 'cancelled') await written
      await save(job)
    }
    const cancelling = jobs.cancel(id)
    const { progress } = await jobs.get(id)
    await until(jobs, id, (job) => job.progress !== progress)
    expect((await jobs.get(id)).state).toBe('running')
    write()
    const { job } = await cancelling
    // Ending writes what waits to be written.
    await restart()
    expect(repository.stored.get(id)).toEqual(job)
  })

  test('that fails while a pull runs is written as soon as it works again', async () => {
    const { jobs, repository } = await jobSetting({ speed: 10 })
    const { id } = await jobs.pull(model)
    await running(jobs, id)
    repository.failure = broken
    expect(await jobs.finished(id, never)).toMatchObject({ state: 'done' })
    expect(repository.stored.get(id)?.state).not.toBe('done')
    repository.failure = null
    await vi.waitFor(() => expect(repository.stored.get(id)?.state).toBe('done'), { timeout: 10_000 })
  })

  test('keeps 200 ended jobs, the oldest go', async () => {
    const at = (second: number) => new Date(Date.UTC(2026, 0, 1) + second * 1000).toISOString()
    const old = Array.from({ length: 205 }, (_, n) =>
      storedJob({ id: `old-${n}`, state: 'done', created_at: at(n), finished_at: at(n) }),
    )
    const { jobs, repository } = await jobSetting({ repository: memoryJobs(old) })
    expect(await jobs.list()).toHaveLength(200)
    const { id } = await jobs.pull(other)
    await jobs.finished(id, never)
    const ids = (await jobs.list()).map((job) => job.id)
    expect([ids.length, ids[0], ids.at(-1)]).toEqual([200, id, 'old-6'])
    await vi.waitFor(() => expect(repository.stored.size).toBe(200), { timeout: 10_000 })
  })
})
