import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { systemClock } from '../src/kernel/clock.ts'
import { createDiskReader, freeIn, modelsFolder } from '../src/system/disk.ts'
import type { HostFigures } from '../src/system/host-probe.ts'
import { localHost, memoryOf } from '../src/system/local-host.ts'
import { createProgramRunner } from '../src/system/run-program.ts'
import { createSystemMonitor } from '../src/system/system-monitor.ts'
import { createWatchedHost } from '../src/system/watched-host.ts'
import { fakeClock } from './fake-clock.ts'
import { stubInstance } from './stub-ollama.ts'

async function temporaryFolder() {
  const folder = await mkdtemp(join(tmpdir(), 'ollama-dashboard-test-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  return folder
}

const figures: HostFigures = {
  cpu: { percent: 10, cores: 8, load_average: [] },
  memory: memoryOf(100, 60),
  vram: null,
  unified_memory: null,
  gpus: [],
  gpus_known: true,
  disk: null,
  uptime_seconds: 5,
  host: 'workstation',
}

test('this machine tells its processor, memory and disk', async () => {
  const probe = localHost({ diskOf: import.meta.dirname })
  const { cpu, memory, disk, host, uptime_seconds } = await probe.sample(new AbortController().signal)
  expect(cpu.cores).toBeGreaterThan(0)
  expect(cpu.percent).toBeGreaterThanOrEqual(0)
  expect(cpu.percent).toBeLessThanOrEqual(100)
  expect(memory.used + memory.available).toBe(memory.total)
  expect(disk?.total).toBeGreaterThan(disk?.free ?? Number.POSITIVE_INFINITY)
  expect(host).not.toBe('')
  expect(uptime_seconds).toBeGreaterThan(0)
})

test('models lie where Ollama is told, and else where its installers leave them', () => {
  expect(modelsFolder({ OLLAMA_MODELS: '/mnt/models' }, () => true)).toBe('/mnt/models')
  expect(modelsFolder({}, (path) => path.endsWith(join('.ollama', 'models')))).toContain(join('.ollama', 'models'))
})

test('memory that the system would give back is not counted as used', () => {
  expect(memoryOf(64e9, 48e9)).toEqual({ total: 64e9, used: 16e9, available: 48e9, percent: 25 })
})

test('a host is sampled every second for as long as somebody is told of it, also when another takes its place', async () => {
  const clock = fakeClock()
  const machine = (percent: number) => ({
    probe: { sample: async () => ({ ...figures, cpu: { ...figures.cpu, percent } }) },
    modelsFolder: null,
  })
  using host = createWatchedHost(machine(1), clock)
  await host.latest()
  const told: (number | null)[] = []
  const end = host.onStats(({ cpu_percent }) => told.push(cpu_percent))
  await clock.advance(3000)
  host.watch(machine(2))
  await clock.advance(2000)
  expect(told).toEqual([1, 1, 1, 2, 2, 2])
  end()
  await clock.advance(10_000)
  expect(told).toHaveLength(6)
})

test('a host is sampled every two seconds, and every second while somebody watches closely', async () => {
  const clock = fakeClock()
  let samples = 0
  const told: (number | null)[] = []
  const monitor = createSystemMonitor(
    { sample: async () => ({ ...figures, cpu: { ...figures.cpu, percent: ++samples } }) },
    clock,
    { onSample: ({ cpu_percent }) => void told.push(cpu_percent) },
  )
  await clock.advance(20_000)
  expect(samples).toBe(11)
  expect(await monitor.stats()).toMatchObject({ cpu_percent: 11, sampled_at: '2026-01-01T00:00:20.000Z', vram: null })
  expect(told).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11])
  const end = monitor.watchClosely()
  await clock.advance(10_000)
  expect(samples).toBe(21)
  end()
  await clock.advance(20_000)
  expect(samples).toBe(31)
  monitor[Symbol.dispose]()
})

test('what is free for models is known where their folder is, and nowhere else', async () => {
  const folder = await temporaryFolder()
  const { signal } = new AbortController()
  const readDisk = createDiskReader({ run: createProgramRunner(), clock: systemClock })
  const disk = await readDisk(folder, signal)
  const { instance } = stubInstance()
  const remote = { ...instance, url: new URL('http://gpu.example:11434') }
  const absent = join(folder, 'absent')
  expect(freeIn(folder, disk)).toBe(disk?.free)
  expect(freeIn(absent, await readDisk(absent, signal))).toBeNull()
  expect(freeIn(null, disk)).toBe(disk?.free)
  expect(freeIn(folder, null)).toBeNull()

  const clock = fakeClock()
  const probe = { sample: async () => ({ ...figures, disk }) }
  using host = createWatchedHost({ probe, modelsFolder: folder }, clock)
  await host.latest()
  expect([host.freeForModels(instance), host.freeForModels(remote)]).toEqual([disk?.free, null])
  expect([host.modelsFolder(instance), host.modelsFolder(remote)]).toEqual([folder, null])
})
