import { describe, expect, test } from 'vitest'
import { DashboardError } from '../src/kernel/errors.ts'
import type { Storage } from '../src/storage/storage.ts'
import { newEvent } from '../src/timeline/changes/new-event.ts'
import { beginRun } from '../src/timeline/runs/begin-run.ts'
import { watchVersions } from '../src/timeline/versions/version-watch.ts'
import { engines } from './engines.ts'
import { type FakeClock, fakeClock } from './fake-clock.ts'
import { installedModel, stubInstance } from './stub-ollama.ts'

const stored = async ({ timelineEvents }: Storage) =>
  (
    await timelineEvents.page({
      kinds: ['restart', 'version'],
      from: '2025',
      before: { at: '2027', key: null },
      limit: 99,
    })
  ).toReversed()

const recorderOf = ({ timelineEvents }: Storage, clock: FakeClock) => ({
  add(event: Parameters<typeof newEvent>[0]) {
    const whole = newEvent(event, clock)
    timelineEvents.add(whole)
    return whole.id
  },
})

describe.each(engines)('runs of the dashboard in $name', ({ open }) => {
  test('one that was shut down, one that was not, and one of another version', async () => {
    const clock = fakeClock()
    const storage = await open(clock)
    const run = (version: string) =>
      beginRun({ repository: storage.runs, recorder: recorderOf(storage, clock), version, place: 'here', clock })
    const first = await run('1.0.0')
    await clock.advance(600_000)
    first[Symbol.dispose]()
    await clock.advance(1000)
    await run('1.0.0')
    // Killed: nobody disposes it, and its timer is gone with it.
    await clock.advance(90_000)
    const restarted = fakeClock(clock.now() + 5000)
    await beginRun({
      repository: storage.runs,
      recorder: recorderOf(storage, restarted),
      version: '1.1.0',
      place: 'here',
      clock: restarted,
    })
    expect((await stored(storage)).map(({ type, at, detail }) => [type, at.slice(11, 19), detail])).toEqual([
      ['dashboard.started', '00:00:00', 'For the first time.'],
      ['dashboard.stopped', '00:10:00', null],
      ['dashboard.started', '00:10:01', null],
      ['dashboard.crashed', '00:11:01', 'Ended without shutting down, within a minute after this.'],
      ['dashboard.started', '00:11:36', 'The run before ended without shutting down.'],
      ['dashboard.version', '00:11:36', null],
    ])
  })
})

test('a storage that cannot be read keeps nobody from starting, and a fault of ours is not taken for one', async () => {
  const begin = (failure: Error) => {
    const repository = { last: async () => Promise.reject(failure), begin: () => {}, update: () => {} }
    const recorder = { add: () => 'id' }
    return beginRun({ repository, recorder, version: '1.0.0', place: 'here', clock: fakeClock() })
  }
  await expect(begin(new DashboardError('storage_unavailable', 'No.'))).resolves.toBeDefined()
  await expect(begin(new TypeError('x is undefined'))).rejects.toThrow('x is undefined')
})

describe.each(engines)('versions in $name', ({ open }) => {
  test('a change of Ollama, a model or the driver is noticed, also over a restart, and nothing else is', async () => {
    let [version, digest, driver] = ['0.12.0', 'a'.repeat(64), 'NVIDIA 550.54.14']
    const { instance, clock } = stubInstance({
      version: async () => version,
      installed: async () => [installedModel('qwen3:8b', { digest }), installedModel('cloud', { remote: true })],
    })
    const storage = await open(clock)
    const watch = () =>
      watchVersions({
        repository: storage.knownVersions,
        recorder: recorderOf(storage, clock),
        instances: { all: () => [instance] },
        driver: () => driver,
        clock,
        background: { settle: async (_, work) => work.then(() => true) },
      })
    // What was known before may not be read yet when the time has passed once.
    const later = (read: () => Promise<readonly unknown[]>) => async () => {
      await clock.advance(10_000)
      return read()
    }
    const watched = watch()
    await clock.until(Promise.all([instance.version.refresh(), instance.installed.refresh()]))
    await clock.advance(31_000)
    await expect.poll(() => storage.knownVersions.all()).toHaveLength(0)
    await expect.poll(later(() => storage.knownVersions.all())).toHaveLength(3)
    expect(await stored(storage)).toEqual([])
    watched[Symbol.dispose]()

    version = '0.12.1'
    digest = 'b'.repeat(64)
    driver = 'NVIDIA 570.86.15'
    watch()
    await clock.until(Promise.all([instance.version.refresh(), instance.installed.refresh()]))
    await expect.poll(later(() => stored(storage))).toHaveLength(3)
    await clock.advance(120_000)
    expect(
      (await stored(storage)).map(({ type, model, before, after }) => [type, model, before, after]).toSorted(),
    ).toEqual([
      ['gpu.driver', null, 'NVIDIA 550.54.14', 'NVIDIA 570.86.15'],
      ['model.digest', 'qwen3:8b', 'a'.repeat(12), 'b'.repeat(12)],
      ['ollama.version', null, '0.12.0', '0.12.1'],
    ])
  })
})
