import { describe, expect, test } from 'vitest'
import { timestamp } from '../src/kernel/clock.ts'
import { fineScale } from '../src/performance/log-scale.ts'
import type { NewEvent } from '../src/timeline/changes/new-event.ts'
import { newEvent } from '../src/timeline/changes/new-event.ts'
import { createUpgradeGuard } from '../src/timeline/upgrades/upgrade-guard.ts'
import { engines, type TestEngine } from './engines.ts'
import { fakeClock } from './fake-clock.ts'
import { stubInstance } from './stub-ollama.ts'

const hourMs = 3_600_000
/** In the middle of an hour. */
const upgradedAt = Date.parse('2026-03-10T12:30:00Z')
const ollama = {
  kind: 'version',
  type: 'ollama.version',
  instance: 'default',
  before: '0.12.0',
  after: '0.12.1',
} as const

async function setUp(
  open: TestEngine['open'],
  upgrades: readonly (NewEvent & { readonly hours?: number })[] = [ollama],
) {
  const clock = fakeClock(upgradedAt + 48 * hourMs)
  const storage = await open(clock)
  const { instance } = stubInstance()
  const ids = upgrades.map(({ hours = 0, ...upgrade }) => {
    const event = newEvent({ ...upgrade, at: timestamp(upgradedAt + hours * hourMs) }, clock)
    storage.timelineEvents.add(event)
    return event.id
  })
  const guard = createUpgradeGuard({
    events: storage.timelineEvents,
    speeds: storage.speeds,
    instances: { all: () => [instance] },
    isLocal: () => true,
    clock,
    background: { settle: async () => true },
  })
  /** Replies of so many hours after the upgrade. */
  function replies(model: string, hours: number, speeds: readonly number[]) {
    const hour = timestamp(Math.floor((upgradedAt + hours * hourMs) / hourMs) * hourMs)
    for (const speed of speeds)
      storage.speeds.add({ instance: 'default', model, hour, bucket: fineScale.bucketOf(speed) })
  }
  async function speeds(id = ids[0]) {
    await guard.compare()
    const query = { kinds: ['version' as const], from: '2026', before: { at: '2027', key: null }, limit: 9 }
    return (await storage.timelineEvents.page(query)).find((event) => event.id === id)?.speeds
  }
  return { guard, replies, speeds, ids, clock }
}

/** Both medians are within half a percent. */
const about = (value: number) => expect.closeTo(value, -0.5)

const around = (speed: number, count = 10) =>
  Array.from({ length: count }, (_, index) => speed * (1 + (index % 5) / 500))

describe.each(engines)('the upgrade guard in $name', ({ open }) => {
  test('tells a model that is slower from those that are as fast as before', async () => {
    const { guard, replies, speeds } = await setUp(open)
    for (const [model, before, after] of [
      ['slow', 50, 41],
      ['same', 50, 47],
      ['fast', 50, 60],
    ] as const) {
      replies(model, -3, around(before))
      replies(model, 3, around(after))
    }
    const told = await speeds()
    expect(told).toMatchObject([
      { instance: 'default', model: 'fast', change_percent: about(20) },
      { model: 'same', change_percent: about(-6) },
      { model: 'slow', change_percent: about(-18) },
    ])
    expect(guard.slower()).toMatchObject([
      { instance: 'default', model: 'slow', type: 'ollama.version', versions: { before: '0.12.0', after: '0.12.1' } },
    ])
  })

  test('waits for enough replies, and takes none of the hour in which it changed', async () => {
    const { guard, replies, speeds } = await setUp(open)
    replies('m', -1, around(50))
    replies('m', 0, around(10))
    replies('m', 1, around(40, 9))
    replies('rare', -1, around(50, 9))
    replies('rare', 1, around(10))
    expect(await speeds()).toMatchObject([{ model: 'm', before: about(50), after: null, change_percent: null }])
    expect(guard.slower()).toEqual([])
    replies('m', 1, [40])
    expect(await speeds()).toMatchObject([{ model: 'm', change_percent: about(-20) }])
    expect(guard.slower()).toHaveLength(1)
  })

  test('leaves alone a model whose speed always varied by more than that', async () => {
    const { guard, replies, speeds } = await setUp(open)
    replies('m', -5, [20, 22, 25, 30, 38, 50, 52, 55, 58, 60, 62])
    replies('m', 5, around(42))
    expect((await speeds())?.[0]?.change_percent).toBeLessThan(-10)
    expect(guard.slower()).toEqual([])
  })

  test('compares with the time since the change before, and only while nothing else changed', async () => {
    const driver = {
      kind: 'version',
      type: 'gpu.driver',
      before: 'NVIDIA 550',
      after: 'NVIDIA 570',
      hours: -10,
    } as const
    const digest = { kind: 'version', type: 'model.digest', instance: 'default', model: 'm', hours: 10 } as const
    const { guard, replies, speeds, ids } = await setUp(open, [ollama, driver, digest])
    for (const model of ['m', 'other']) {
      replies(model, -20, around(100))
      replies(model, -5, around(50))
      replies(model, 5, around(51))
    }
    replies('m', 20, around(20))
    const change = (all: Awaited<ReturnType<typeof speeds>>, model: string) =>
      all?.find((speed) => speed.model === model)?.change_percent
    expect(change(await speeds(ids[1]), 'm')).toBeCloseTo(-50, -1)
    expect(change(await speeds(ids[0]), 'm')).toBeCloseTo(2, -1)
    expect(change(await speeds(ids[2]), 'm')).toBeCloseTo(-61, -1)
    expect(await speeds(ids[2])).toHaveLength(1)
    expect(guard.slower().map(({ model, type }) => [type, model])).toEqual([['model.digest', 'm']])
  })

  test('tells nothing any more of what changed more than a week ago', async () => {
    const { guard, replies, speeds, clock } = await setUp(open)
    replies('m', -3, around(50))
    replies('m', 3, around(30))
    await speeds()
    expect(guard.slower()).toHaveLength(1)
    clock.set(upgradedAt + 8 * 24 * hourMs)
    expect(await speeds()).toHaveLength(1)
    expect(guard.slower()).toEqual([])
  })
})
