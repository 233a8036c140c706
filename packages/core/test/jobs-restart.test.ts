import { describe, expect, test } from 'vitest'
import { caller } from './caller.ts'
import { fakeClock } from './fake-clock.ts'
import { ended, jobSetting, memoryJobs, until } from './job-setting.ts'
import { storedJob } from './stored-job.ts'

const model = 'smollm2:135m'
const other = 'all-minilm:latest'

describe('after a restart of the dashboard', () => {
  test('a pull goes on where it was, under its id', async () => {
    const { jobs, simulator, restart, repository } = await jobSetting({ speed: 2 })
    const { id } = await jobs.pull(caller(), { model })
    const before = await until(jobs, id, ({ progress }) => (progress?.percent ?? 0) > 25)
    const next = await restart()
    expect(repository.stored.get(id)).toMatchObject({ state: 'running' })
    const percents: number[] = []
    for await (const { progress } of next.follow(caller(), { id, kind: 'pull' })) {
      percents.push(progress?.percent ?? 0)
      if (progress?.completed) simulator.setSpeed(1000)
    }
    expect(percents[0]).toBeGreaterThanOrEqual(before.progress?.percent ?? 100)
    expect(percents).toEqual(percents.toSorted((a, b) => a - b))
    expect(await next.get(caller(), { id })).toMatchObject({ state: 'done', attempts: 2 })
  })

  test('those that ran come first, then those that waited, in order', async () => {
    const waiting = { state: 'queued', started_at: null, attempts: 0 } as const
    const repository = memoryJobs([
      storedJob({ id: 'a', ...waiting, model: 'llama3.2:1b', created_at: '2026-01-01T00:00:00.000Z' }),
      storedJob({ id: 'b', model: other, created_at: '2026-01-01T00:00:01.000Z' }),
      storedJob({ id: 'c', ...waiting, created_at: '2026-01-01T00:00:02.000Z' }),
      storedJob({ id: 'd', state: 'done', created_at: '2026-01-01T00:00:03.000Z' }),
    ])
    const { jobs, told } = await jobSetting({ repository, jobs: { maxConcurrent: 1 } })
    expect((await jobs.list(caller())).map(({ id }) => id)).toEqual(['d', 'c', 'b', 'a'])
    for (const id of ['a', 'b', 'c']) expect(await ended(jobs, id)).toMatchObject({ state: 'done' })
    const started = told.filter(({ job }) => job?.state === 'running').map(({ job }) => job?.id)
    expect([...new Set(started)]).toEqual(['b', 'a', 'c'])
  })

  test('a pull waits for an Ollama that is not there yet', async () => {
    const clock = fakeClock()
    const { jobs, simulator, restart, pulls, told } = await jobSetting({ speed: 2, clock })
    const { id } = await jobs.pull(caller(), { model })
    await expect.poll(() => pulls()).toBe(1)
    const next = await restart(() => simulator.faults.add({ kind: 'refuse' }))
    await expect.poll(() => told.map(({ type }) => type)).toContain('ollama.down')
    simulator.faults.clear()
    simulator.setSpeed(1000)
    // It is looked for again after two seconds.
    const later = () => clock.advance(2000).then(() => next.get(caller(), { id }))
    await expect.poll(later).toMatchObject({ state: 'done', attempts: 2 })
    expect(pulls()).toBe(2)
  })

  test('a pull that the dashboard ended with twice is set aside, until somebody retries it', async () => {
    const repository = memoryJobs([storedJob({ lost_runs: 2 }), storedJob({ id: 'b', model: other, lost_runs: 1 })])
    const { jobs, pulls } = await jobSetting({ repository })
    expect(await ended(jobs, 'stored')).toMatchObject({
      state: 'failed',
      error: {
        code: 'job_set_aside',
        detail: expect.stringContaining(`stopped unexpectedly 2 times during the pull of "${model}"`),
      },
    })
    expect(pulls(model)).toBe(0)
    expect(await ended(jobs, 'b')).toMatchObject({ state: 'done' })
    await jobs.retry(caller(), { id: 'stored' })
    expect(await ended(jobs, 'stored')).toMatchObject({ state: 'done', error: null })
    expect(repository.stored.get('stored')).toMatchObject({ lost_runs: 0 })
  })

  test('a run is counted as lost while it goes on, and no longer when it or the dashboard ends as it should', async () => {
    const { jobs, restart, repository } = await jobSetting({ speed: 2 })
    const { id } = await jobs.pull(caller(), { model })
    await until(jobs, id, ({ state }) => state === 'running')
    expect(repository.stored.get(id)).toMatchObject({ state: 'running', lost_runs: 1 })
    const next = await restart()
    expect(repository.stored.get(id)).toMatchObject({ lost_runs: 0 })
    await until(next, id, ({ state }) => state === 'running')
    expect(repository.stored.get(id)).toMatchObject({ lost_runs: 1 })
    expect(await ended(next, id)).toMatchObject({ state: 'done' })
    expect(await next.get(caller(), { id })).not.toHaveProperty('lost_runs')
    expect(repository.stored.get(id)).toMatchObject({ lost_runs: 0 })
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
