import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Gpu, SystemStats } from '@ollama-dashboard/contracts'
import { expect, onTestFinished, test } from 'vitest'
import { readAmdGpus } from '../src/system/amd-gpus.ts'
import { freeForModels, modelsFolder, readDisk } from '../src/system/disk.ts'
import { totalVram, usableMemory } from '../src/system/host-memory.ts'
import type { HostFigures } from '../src/system/host-probe.ts'
import { localHost, memoryOf, vramOf } from '../src/system/local-host.ts'
import { createSystemMonitor } from '../src/system/system-monitor.ts'
import { fakeClock } from './fake-clock.ts'
import { stubInstance } from './stub-ollama.ts'

async function temporaryFolder() {
  const folder = await mkdtemp(join(tmpdir(), 'ollama-dashboard-test-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  return folder
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

test('the disk is that of the nearest folder that exists', async () => {
  const folder = await temporaryFolder()
  expect((await readDisk(join(folder, 'not', 'yet', 'there')))?.path).toBe(folder)
})

test('models lie where Ollama is told, and else where its installers leave them', () => {
  expect(modelsFolder({ OLLAMA_MODELS: '/mnt/models' }, () => true)).toBe('/mnt/models')
  expect(modelsFolder({}, (path) => path.endsWith(join('.ollama', 'models')))).toContain(join('.ollama', 'models'))
})

test('memory that the system would give back is not counted as used', () => {
  expect(memoryOf(64e9, 48e9)).toEqual({ total: 64e9, used: 16e9, available: 48e9, percent: 25 })
})

test('several GPUs are one sum, and those that do not tell their memory do not spoil it', () => {
  expect(vramOf([])).toBeNull()
  expect(vramOf([{ vram_total: null, vram_used: null }])).toBeNull()
  const two = [
    { vram_total: 24e9, vram_used: 6e9 },
    { vram_total: 8e9, vram_used: 2e9 },
    { vram_total: 4e9, vram_used: null },
  ]
  expect(vramOf(two)).toEqual({ total: 32e9, used: 8e9, free: 24e9, percent: 25 })
})

/** An NVIDIA card beside the chip of a server's board, which draws pictures and tells nothing but its size. */
const card = { vram_total: 24e9, vram_used: 6e9 }
const chip = { vram_total: 16e6, vram_used: null }
const silent = { vram_total: null, vram_used: null }

function hostWith(memories: readonly Pick<Gpu, 'vram_total' | 'vram_used'>[]): SystemStats {
  const unknown = { name: 'GPU', vendor: null, utilization_percent: null, temperature_celsius: null, power_watts: null }
  return {
    cpu: { percent: 10, cores: 8, load_average: [] },
    cpu_percent: 10,
    memory: memoryOf(64e9, 48e9),
    vram: vramOf(memories),
    gpus: memories.map((memory, index) => ({ index, ...unknown, ...memory })),
    disk: null,
    uptime_seconds: 5,
    sampled_at: '2026-01-01T00:00:00.000Z',
    host: 'workstation',
  }
}

test.each([
  ['no GPU', [], 0],
  ['one that does not tell', [silent], null],
  ['a card beside one that does not tell', [card, chip], 24e9],
])('the memory of %s is told as it is known', (_, gpus, total) => {
  expect(totalVram(hostWith(gpus))).toBe(total)
})

test('what only draws pictures is no GPU that models need room on', () => {
  const { instance } = stubInstance()
  expect(usableMemory(instance, hostWith([card, chip]))).toMatchObject({ vramBytes: 18e9, gpuCount: 1 })
  expect(usableMemory(instance, hostWith([card, card]))).toMatchObject({ vramBytes: 36e9, gpuCount: 2 })
  expect(usableMemory(instance, hostWith([silent]))).toMatchObject({ vramBytes: null, gpuCount: 0 })
})

test("AMD's cards are read from the driver's files", async () => {
  const root = await temporaryFolder()
  const device = join(root, 'card1', 'device')
  await mkdir(join(device, 'hwmon', 'hwmon3'), { recursive: true })
  await mkdir(join(root, 'card0', 'device'), { recursive: true })
  await mkdir(join(root, 'card1-HDMI-A-1'))
  const files = {
    mem_info_vram_total: '25753026560\n',
    mem_info_vram_used: '1073741824\n',
    gpu_busy_percent: '37\n',
    product_name: 'Radeon RX 7900 XTX\n',
    'hwmon/hwmon3/temp1_input': '56000\n',
    'hwmon/hwmon3/power1_average': '212000000\n',
  }
  for (const [name, content] of Object.entries(files)) await writeFile(join(device, name), content)
  expect(await readAmdGpus(root)).toEqual([
    {
      name: 'Radeon RX 7900 XTX',
      vendor: 'AMD',
      vram_total: 25_753_026_560,
      vram_used: 1_073_741_824,
      utilization_percent: 37,
      temperature_celsius: 56,
      power_watts: 212,
    },
  ])
  expect(await readAmdGpus(join(root, 'absent'))).toEqual([])
})

test('a host is sampled every two seconds, whether anyone looks or not, and its past is kept', async () => {
  const clock = fakeClock()
  const figures: HostFigures = {
    cpu: { percent: 10, cores: 8, load_average: [] },
    memory: memoryOf(100, 60),
    vram: null,
    gpus: [],
    disk: null,
    uptime_seconds: 5,
    host: 'workstation',
  }
  let samples = 0
  const monitor = createSystemMonitor(
    { sample: async () => ({ ...figures, cpu: { ...figures.cpu, percent: ++samples } }) },
    clock,
  )
  await clock.advance(20_000)
  expect(samples).toBe(11)
  expect(await monitor.stats()).toMatchObject({ cpu_percent: 11, sampled_at: '2026-01-01T00:00:20.000Z', vram: null })
  const { points } = monitor.history('15m')
  expect(points).toHaveLength(11)
  expect(points[0]).toMatchObject({ cpu: { min: 1, avg: 1, max: 1 }, vram: null, disk: null })
  monitor[Symbol.dispose]()
})

test('what is free for models is known where their folder is, and nowhere else', async () => {
  const folder = await temporaryFolder()
  const disk = await readDisk(folder)
  const { instance } = stubInstance()
  const remote = { ...instance, url: new URL('http://gpu.example:11434') }
  const demo = { ...remote, demo: { tried: '', reason: '' } }
  expect(freeForModels(instance, disk, folder)).toBe(disk?.free)
  expect(freeForModels(instance, await readDisk(join(folder, 'absent')), join(folder, 'absent'))).toBeNull()
  expect(freeForModels(remote, disk, folder)).toBeNull()
  expect(freeForModels(demo, disk, '/elsewhere')).toBe(disk?.free)
  expect(freeForModels(instance, null, folder)).toBeNull()
})
