import { describe, expect, test } from 'vitest'
import { LeaseLost } from '../src/replicas/lease.ts'
import { engines } from './engines.ts'
import { storedJob } from './stored-job.ts'

describe.each(engines)('$name', ({ open }) => {
  test('of jobs for the same work one begins at a time', async () => {
    const { jobs } = await open()
    const asked = ['a', 'b', 'c'].map((id) => storedJob({ id, state: 'queued' }))
    const [first, ...others] = await Promise.all(asked.map(jobs.begin))
    expect(others).toEqual([first, first])
    expect(await jobs.begin(storedJob({ id: 'other', model: 'all-minilm:latest' }))).toMatchObject({ id: 'other' })
    expect(await jobs.begin(storedJob({ id: 'of-another-kind', kind: 'start' }))).toMatchObject({
      id: 'of-another-kind',
    })
    await jobs.change({ id: first?.id ?? '', patch: { state: 'done' }, from: ['queued'] })
    expect(await jobs.begin(storedJob({ id: 'later' }))).toMatchObject({ id: 'later' })
    expect((await jobs.all()).map(({ id }) => id).sort()).toEqual(
      [first?.id, 'later', 'of-another-kind', 'other'].sort(),
    )
  })

  test('a change happens only in the states it starts from, and leaves the rest as it is', async () => {
    const { jobs } = await open()
    const trace = { traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01' }
    const stored = storedJob({ progress: { percent: 3 }, trace })
    await jobs.begin(stored)
    expect(await jobs.change({ id: stored.id, patch: { state: 'running' }, from: ['queued'] })).toBeNull()
    expect(await jobs.change({ id: 'absent', patch: { state: 'running' }, from: ['running'] })).toBeNull()
    const patch = { state: 'done', result: { ok: true }, lost_runs: 1 } as const
    expect(await jobs.change({ id: stored.id, patch, from: ['queued', 'running'] })).toEqual({ ...stored, ...patch })
    expect(await jobs.find(stored.id)).toEqual({ ...stored, ...patch })
    expect(await jobs.heads()).toEqual([{ id: stored.id, state: 'done', attempts: 1, finished_at: null }])
  })

  test('what a fence refuses is not written', async () => {
    const { jobs } = await open()
    await jobs.begin(storedJob())
    const fence = () => Promise.reject(new LeaseLost())
    const change = { id: 'stored', patch: { state: 'done' }, from: ['running'], fence } as const
    await expect(jobs.change(change)).rejects.toThrow(LeaseLost)
    await expect(jobs.remove(['stored'], fence)).rejects.toThrow(LeaseLost)
    expect(await jobs.find('stored')).toMatchObject({ state: 'running' })
  })

  test('a job begins anew only while no other one does the same', async () => {
    const { jobs } = await open()
    const failed = storedJob({ id: 'failed', state: 'failed' })
    await jobs.save(failed)
    await jobs.begin(storedJob({ id: 'later' }))
    const again = { id: 'failed', patch: { state: 'queued' }, from: ['failed'] } as const
    expect(await jobs.beginAgain(again, failed)).toBeNull()
    await jobs.remove(['later'])
    expect(await jobs.beginAgain(again, failed)).toMatchObject({ id: 'failed', state: 'queued' })
  })
})
