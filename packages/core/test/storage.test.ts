import { inspect } from 'node:util'
import { describe, expect, test } from 'vitest'
import { systemClock } from '../src/kernel/clock.ts'
import { DashboardError } from '../src/kernel/errors.ts'
import { openStorage } from '../src/storage/open-storage.ts'
import { engines } from './engines.ts'
import { storedJob } from './stored-job.ts'

const clock = systemClock
const whole = storedJob({
  model: `"x" or 1=1`,
  created_by: 'key-1',
  result: { kept: ['“it’s fine”', 1.5] },
  lost_runs: 1,
  state: 'failed',
  progress: {
    status: 'pulling 2af3b81862c6',
    digest: 'sha256:2af3b81862c6be03c769683af18efdadb2c33f60ff32ab6f83e42c043d6c7816',
    layer_total: 637_699_456,
    layer_completed: 1024,
    total: 637_700_138,
    completed: 1706,
    percent: 0.1,
    bytes_per_second: 512.5,
    eta_seconds: null,
  },
  error: {
    type: 'urn:ollama-dashboard:problem:registry_unreachable',
    title: 'The model registry cannot be reached',
    status: 502,
    detail: 'Nobody said “it’s fine” — 没有人。',
    code: 'registry_unreachable',
    trace_id: 'ab'.repeat(16),
  },
  finished_at: '2026-01-01T00:01:00.000Z',
})

describe.each(engines)('$name', ({ name, open, place }) => {
  test('what was saved is there when the dashboard is started again', async () => {
    const where = await place()
    {
      await using storage = await openStorage({ ...where, clock })
      await storage.jobs.save(storedJob())
      await storage.jobs.save(whole)
    }
    await using storage = await openStorage({ ...where, clock })
    expect(await storage.jobs.all()).toEqual([whole])
  })

  test('jobs come newest first, and what was removed does not come', async () => {
    const storage = await open()
    for (const second of [2, 4, 1, 3])
      await storage.jobs.save(storedJob({ id: `job-${second}`, created_at: `2026-01-01T00:00:0${second}.000Z` }))
    await storage.jobs.remove(['job-4', 'job-1', 'never-was'])
    await storage.jobs.remove([])
    expect((await storage.jobs.all()).map(({ id }) => id)).toEqual(['job-3', 'job-2'])
  })

  test('of saves that are asked for at once one stays as it was asked for: on SQLite the last one', async () => {
    const storage = await open()
    const asked = [1, 2, 3, 4, 5].map((attempts) => storedJob({ attempts }))
    await Promise.all(asked.map((job) => storage.jobs.save(job)))
    const [stored, ...others] = await storage.jobs.all()
    expect(others).toEqual([])
    expect(name === 'SQLite' ? asked.slice(-1) : asked).toContainEqual(stored)
  })

  test('what a job holds is never read as SQL', async () => {
    const storage = await open()
    const job = storedJob({ id: `'; drop table jobs; --`, model: `"x" or 1=1` })
    await storage.jobs.save(job)
    expect(await storage.jobs.all()).toEqual([job])
    await storage.jobs.remove([`' or '1'='1`])
    expect(await storage.jobs.all()).toHaveLength(1)
  })

  test('a mistake of ours is not told as a storage that fails, and does not tell what was to be stored', async () => {
    const storage = await open()
    const nameless = storedJob({ id: 'confidential', lane: null as never })
    const error: unknown = await storage.jobs.save(nameless).catch((reason: unknown) => reason)
    expect(error).toMatchObject({ message: expect.stringMatching(/not.null/i) })
    expect(error).not.toBeInstanceOf(DashboardError)
    expect(inspect(error, { depth: null })).not.toContain('confidential')
    expect(storage.state().failure).toBeNull()
  })
})
