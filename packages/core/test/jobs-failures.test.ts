import { describe, expect, test } from 'vitest'
import { caller } from './caller.ts'
import { fakeClock } from './fake-clock.ts'
import { ended, jobSetting, running, slow } from './job-setting.ts'
import { toldOf } from './stored-job.ts'

const model = 'smollm2:135m'
const size = 270_898_672

describe('a pull fails', () => {
  const kinds = [
    ['error_line', 'registry_unreachable'],
    ['disk_full', 'insufficient_storage'],
    ['truncate', 'stream_truncated'],
  ] as const

  test.each(kinds)('when the stream has %s, with %s, at once; and a retry works', async (kind, code) => {
    const { jobs, simulator, pulls, repository } = await jobSetting()
    simulator.faults.add({ kind, path: '/api/pull', count: 1 })
    const { id } = await jobs.pull(caller(), { model })
    await expect(jobs.finished(caller(), { id })).rejects.toMatchObject({ code })
    const failed = await jobs.get(caller(), { id })
    expect(failed).toMatchObject({
      state: 'failed',
      attempts: 1,
      error: { code, type: `urn:ollama-dashboard:problem:${code}` },
    })
    expect(failed.error?.trace_id).toMatch(/^[0-9a-f]{32}$/)
    expect(toldOf(repository.stored.get(id))).toEqual(failed)
    expect(pulls()).toBe(1)

    expect(await jobs.retry(caller(), { id })).toMatchObject({
      id,
      state: 'queued',
      error: null,
      progress: null,
      finished_at: null,
    })
    expect(await jobs.finished(caller(), { id })).toMatchObject({ id, state: 'done', attempts: 2 })
    expect(await jobs.list(caller())).toHaveLength(1)
  })

  test('of a name that the registry does not have', async () => {
    const { jobs, pulls } = await jobSetting()
    const { id } = await jobs.pull(caller(), { model: 'no-such-model' })
    await expect(jobs.finished(caller(), { id })).rejects.toMatchObject({
      code: 'model_not_found',
      message: 'The registry has no "no-such-model:latest".',
      hint: 'Check the name and the tag.',
    })
    expect(pulls()).toBe(1)
  })

  test('when Ollama falls silent, and a retry works', async () => {
    const clock = fakeClock()
    const { jobs, simulator, pulls } = await jobSetting({ clock, jobs: { idleMs: 1000 } })
    simulator.faults.add({ kind: 'stall', path: '/api/pull', count: 1 })
    const { id } = await jobs.pull(caller(), { model })
    const failed = expect(jobs.finished(caller(), { id })).rejects.toMatchObject({ code: 'ollama_timeout' })
    await expect
      .poll(() => clock.advance(250).then(() => jobs.get(caller(), { id })))
      .toMatchObject({ state: 'failed' })
    await failed
    await expect.poll(() => simulator.requests.find(({ path }) => path === '/api/pull')?.aborted).toBe(true)
    expect(pulls()).toBe(1)
    await jobs.retry(caller(), { id })
    expect(await jobs.finished(caller(), { id })).toMatchObject({ state: 'done' })
  })

  test('before the disk is full, where its space is known', async () => {
    const { jobs, told } = await jobSetting({ speed: 20, jobs: { freeBytes: () => 100_000_000 } })
    const { id } = await jobs.pull(caller(), { model })
    expect(await ended(jobs, id)).toMatchObject({
      state: 'failed',
      error: {
        code: 'insufficient_storage',
        status: 507,
        detail: `"${model}" needs 270 MB more; only 100 MB are free on the model disk.`,
      },
    })
    expect(told.at(-1)).toMatchObject({ type: 'job.changed', detail: expect.stringContaining('needs 270 MB more') })
  })

  test('when the disk fills up meanwhile', async () => {
    let free = size
    const { jobs } = await jobSetting({ scenario: slow, speed: 10, jobs: { freeBytes: () => free } })
    const { id } = await jobs.pull(caller(), { model })
    await running(jobs, id)
    free = 1000
    expect(await ended(jobs, id)).toMatchObject({ error: { code: 'insufficient_storage' } })
  })
})

describe('a connection that breaks', () => {
  test('is taken up again, and what was fetched counts', async () => {
    const { jobs, simulator, pulls } = await jobSetting()
    simulator.faults.add({ kind: 'reset_stream', path: '/api/pull', count: 3 })
    const { id } = await jobs.pull(caller(), { model })
    expect(await jobs.finished(caller(), { id })).toMatchObject({ state: 'done', attempts: 4 })
    expect(pulls()).toBe(4)
  })

  test('fails the pull the fourth time, and a retry works', async () => {
    const { jobs, simulator, pulls } = await jobSetting()
    simulator.faults.add({ kind: 'reset_stream', path: '/api/pull' })
    const { id } = await jobs.pull(caller(), { model })
    await expect(jobs.finished(caller(), { id })).rejects.toMatchObject({ code: 'ollama_unreachable' })
    expect(await jobs.get(caller(), { id })).toMatchObject({ state: 'failed', attempts: 4 })
    expect(pulls()).toBe(4)
    simulator.faults.clear()
    await jobs.retry(caller(), { id })
    expect(await jobs.finished(caller(), { id })).toMatchObject({ state: 'done', attempts: 5 })
  })

  test('because Ollama went away waits for it, however often the address refuses meanwhile', async () => {
    const clock = fakeClock()
    const { jobs, simulator, pulls } = await jobSetting({ clock, scenario: slow })
    const { id } = await jobs.pull(caller(), { model })
    const now = () => clock.advance(250).then(() => jobs.get(caller(), { id }))
    await expect.poll(now).toMatchObject({ progress: { completed: expect.toSatisfy((bytes) => bytes > 0) } })
    simulator.faults.add({ kind: 'refuse' })
    for (let minute = 0; minute < 4; minute += 1) await clock.advance(60_000)
    expect(await now()).toMatchObject({ state: 'running', attempts: 1 })
    simulator.faults.clear()
    await expect.poll(() => now().then(() => pulls())).toBe(2)
    expect(await now()).toMatchObject({ state: 'running', attempts: 2 })
  })
})
