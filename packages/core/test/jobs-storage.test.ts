import { describe, expect, test } from 'vitest'
import { createBackground } from '../src/kernel/background.ts'
import { systemClock } from '../src/kernel/clock.ts'
import { DashboardError } from '../src/kernel/errors.ts'
import { caller } from './caller.ts'
import { jobSetting, memoryJobs, running, slow, until } from './job-setting.ts'
import { storedJob, toldOf } from './stored-job.ts'

const model = 'smollm2:135m'
const other = 'all-minilm:latest'

describe('the storage', () => {
  const broken = new DashboardError('storage_unavailable', 'The storage cannot be written.')

  test('that fails refuses a pull, a cancellation and a retry, and changes nothing', async () => {
    const { jobs, repository, pulls, told } = await jobSetting({ scenario: slow, speed: 10 })
    repository.failure = broken
    await expect(jobs.pull(caller(), { model })).rejects.toMatchObject({ code: 'storage_unavailable' })
    expect([await jobs.list(caller()), pulls(), told]).toEqual([[], 0, []])

    repository.failure = null
    const { id } = await jobs.pull(caller(), { model })
    await running(jobs, id)
    repository.failure = broken
    await expect(jobs.cancel(caller(), { id })).rejects.toMatchObject({ code: 'storage_unavailable' })
    expect((await jobs.get(caller(), { id })).state).toBe('running')

    repository.failure = null
    await jobs.cancel(caller(), { id })
    repository.failure = broken
    await expect(jobs.retry(caller(), { id })).rejects.toMatchObject({ code: 'storage_unavailable' })
    expect((await jobs.get(caller(), { id })).state).toBe('cancelled')
  })

  test('that is slow keeps a cancellation, though progress comes while it is written', async () => {
    const { jobs, repository, restart } = await jobSetting({ scenario: slow, speed: 10 })
    const { id } = await jobs.pull(caller(), { model })
    await running(jobs, id)
    const { promise: written, resolve: write } = Promise.withResolvers<void>()
    const save = repository.save
    repository.save = async (job) => {
      if (job.state === 'cancelled') await written
      await save(job)
    }
    const cancelling = jobs.cancel(caller(), { id })
    const { progress } = await jobs.get(caller(), { id })
    await until(jobs, id, (job) => job.progress !== progress)
    expect((await jobs.get(caller(), { id })).state).toBe('running')
    write()
    const { job } = await cancelling
    // Ending writes what waits to be written.
    await restart()
    expect(toldOf(repository.stored.get(id))).toEqual(job)
  })

  test('that fails while a pull runs is written as soon as it works again', async () => {
    const { jobs, simulator, repository } = await jobSetting({ speed: 3 })
    const { id } = await jobs.pull(caller(), { model })
    await running(jobs, id)
    repository.failure = broken
    simulator.setSpeed(1000)
    expect(await jobs.finished(caller(), { id })).toMatchObject({ state: 'done' })
    expect(repository.stored.get(id)?.state).not.toBe('done')
    repository.failure = null
    await expect.poll(() => repository.stored.get(id)?.state).toBe('done')
  })

  test('keeps 200 ended jobs, the oldest go', async () => {
    const at = (second: number) => new Date(Date.UTC(2026, 0, 1) + second * 1000).toISOString()
    const old = Array.from({ length: 205 }, (_, n) =>
      storedJob({ id: `old-${n}`, state: 'done', created_at: at(n), finished_at: at(n) }),
    )
    const { jobs, repository } = await jobSetting({ repository: memoryJobs(old) })
    expect(await jobs.list(caller())).toHaveLength(200)
    const { id } = await jobs.pull(caller(), { model: other })
    await jobs.finished(caller(), { id })
    const ids = (await jobs.list(caller())).map((job) => job.id)
    expect([ids.length, ids[0], ids.at(-1)]).toEqual([200, id, 'old-6'])
    await expect.poll(() => repository.stored.size).toBe(200)
  })
})

test('a failure of our own while jobs are taken up is noted, and no list waits for its cure', async () => {
  const background = createBackground({ clock: systemClock })
  const repository = memoryJobs()
  repository.all = async () => {
    throw new TypeError('x is undefined')
  }
  const { jobs } = await jobSetting({ repository, jobs: { background } })
  expect(await jobs.list(caller())).toEqual([])
  await expect(jobs.get(caller(), { id: 'absent' })).rejects.toMatchObject({ code: 'job_not_found' })
  expect(background.failures()).toMatchObject([{ work: 'taking up jobs', count: expect.any(Number) }])
  // That the storage cannot be read is told by its own state.
  const told = background.failures()[0]?.count
  repository.all = async () => {
    throw new DashboardError('storage_unavailable', 'The storage cannot be read.')
  }
  expect(await jobs.list(caller())).toEqual([])
  expect(background.failures()[0]?.count).toBe(told)
})
