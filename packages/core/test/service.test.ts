import { expect, test } from 'vitest'
import { fileHealth } from '../src/files/file-health.ts'
import { createHealth } from '../src/health/health.ts'
import { instanceHealth } from '../src/instances/instance-health.ts'
import { localActor } from '../src/kernel/call-context.ts'
import { storageHealth } from '../src/storage/storage.ts'
import { storageUnavailable } from '../src/storage/storage-failure.ts'
import type { StorageState } from '../src/storage/storage-guard.ts'
import { type GpuReadings, hostHealth } from '../src/system/host-health.ts'
import { createSystemMonitor } from '../src/system/system-monitor.ts'
import { refused, stubInstance } from './stub-ollama.ts'

interface Trouble {
  readonly isDown?: boolean
  readonly gpu?: GpuReadings
  /** In the last sample. */
  readonly gpusKnown?: boolean
  readonly storage?: StorageState
  readonly diskBytes?: number
}

const working: StorageState = { failure: null, triedAt: null }

function healthOf(
  percent: number,
  { isDown = false, storage = working, gpu, gpusKnown = true, diskBytes = 100e9 }: Trouble = {},
) {
  const { instance, clock, background } = stubInstance(isDown ? { loaded: async () => Promise.reject(refused()) } : {})
  const disk = {
    path: '/',
    total: diskBytes,
    used: (diskBytes * percent) / 100,
    free: (diskBytes * (100 - percent)) / 100,
    percent,
  }
  const figures = {
    cpu: { percent: 1, cores: 8, load_average: [] },
    memory: { total: 1, used: 0, available: 1, percent: 0 },
    vram: null,
    unified_memory: null,
    gpus: [],
    gpus_known: gpusKnown,
    disk,
    uptime_seconds: 1,
    host: 'workstation',
  }
  const monitor = createSystemMonitor({ sample: async () => figures }, clock)
  const watch = createHealth({
    checks: [
      () => instanceHealth(instance),
      () => hostHealth(monitor, gpu),
      () => storageHealth(storage),
      background.health,
      () => fileHealth('settings-file', { problem: null, triedAt: null }),
    ],
    clock,
    version: '1.0.0',
  })
  const health = () => watch.read(localActor)
  const part = (name: string) => health().components.find((component) => component.name === name)
  return { health, part, clock, background }
}

test('without problems the status is healthy, and every component says so', async () => {
  const { health, clock } = healthOf(40)
  await clock.advance(60_000)
  // The clock on the wall is set back meanwhile: the dashboard runs for a minute all the same.
  clock.set(clock.now() - 86_400_000)
  const { status, components, uptime_seconds, version } = health()
  expect([status, uptime_seconds, version]).toEqual(['healthy', 60, '1.0.0'])
  expect(components.map(({ name, status }) => [name, status])).toEqual([
    ['ollama:default', 'healthy'],
    ['collector:default:running', 'healthy'],
    ['collector:default:available', 'healthy'],
    ['collector:default:version', 'healthy'],
    ['cache:default:show', 'healthy'],
    ['cache:default:traits', 'healthy'],
    ['collector:stats', 'healthy'],
    ['disk', 'healthy'],
    ['storage', 'healthy'],
    ['background', 'healthy'],
    ['settings-file', 'healthy'],
  ])
})

test('without Ollama the dashboard is degraded, never unhealthy, and says since when and why', async () => {
  const { health, part, clock } = healthOf(40, { isDown: true })
  await clock.advance(0)
  expect(health().status).toBe('degraded')
  const since = part('ollama:default')?.since
  await clock.advance(30_000)
  expect(part('ollama:default')).toMatchObject({ status: 'unhealthy', since, detail: 'Ollama refused the connection.' })
})

test('since when something fails is known although nobody asked before', async () => {
  const { part, clock } = healthOf(40, { isDown: true })
  const start = clock.now()
  await clock.advance(17 * 60_000)
  const { since } = part('ollama:default') ?? {}
  expect(Date.parse(since ?? '') - start).toBeLessThanOrEqual(10_000)
})

test.each([
  [89, 'healthy', 'healthy'],
  [92, 'degraded', 'degraded'],
  [98, 'unhealthy', 'unhealthy'],
])('a disk that is %d %% full is %s, and the whole %s', async (percent, status, whole) => {
  const { health, part, clock } = healthOf(percent)
  await clock.advance(0)
  expect(part('disk')?.status).toBe(status)
  expect(health().status).toBe(whole)
})

test('what is free on a large disk is told in a unit that fits', async () => {
  const { part, clock } = healthOf(8, { diskBytes: 2000e9 })
  await clock.advance(0)
  expect(part('disk')?.detail).toBe('8 % used, 1.8 TB free.')
})

test('a storage that cannot keep what is saved makes the whole unhealthy, and says why and what to do', () => {
  const { health, part } = healthOf(40, { storage: { failure: storageUnavailable('full'), triedAt: 0 } })
  expect(part('storage')).toMatchObject({
    status: 'unhealthy',
    detail: 'The disk is full: nothing can be saved. Free some space on the volume of DATA_DIR.',
    checked_at: '1970-01-01T00:00:00.000Z',
  })
  expect(health().status).toBe('unhealthy')
})

test('health says why a GPU cannot be read, and what to do', () => {
  const problem = { message: 'nvidia-smi cannot reach the NVIDIA driver.', hint: 'Load the driver.' }
  const { part, health } = healthOf(50, { gpu: { problem, readAt: 0 } })
  expect(part('gpu')).toMatchObject({
    status: 'degraded',
    detail: 'nvidia-smi cannot reach the NVIDIA driver. Load the driver.',
    checked_at: '1970-01-01T00:00:00.000Z',
  })
  expect(health().status).toBe('degraded')
})

test('health does not wait for GPUs: during the first reading it says so', () => {
  const { part } = healthOf(50, { gpu: { problem: null, readAt: null } })
  expect(part('gpu')).toMatchObject({ status: 'healthy', detail: 'Waiting for the first reading.', checked_at: null })
})

test('health does not say that there is no GPU while the last sample is older than the first reading', async () => {
  const { part, clock } = healthOf(50, { gpu: { problem: null, readAt: 0 }, gpusKnown: false })
  await clock.advance(0)
  expect(part('gpu')).toMatchObject({ status: 'healthy', detail: 'Waiting for the first reading.' })
})

test('a background failure shows for an hour', async () => {
  const { health, part, clock, background } = healthOf(40)
  await clock.advance(0)
  background.failed('taking up jobs', new TypeError('x is undefined'))
  expect(part('background')).toMatchObject({
    status: 'degraded',
    detail: 'Failed: taking up jobs (1 since start). See the log.',
  })
  expect(health().status).toBe('degraded')
  await clock.advance(3_600_000)
  expect(part('background')?.status).toBe('healthy')
})
