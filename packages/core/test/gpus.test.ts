import { expect, test } from 'vitest'
import type { GpuReading } from '../src/system/gpus/detected-gpu.ts'
import { createGpuPoller } from '../src/system/gpus/gpu-poller.ts'
import { createGpuReader } from '../src/system/gpus/gpu-reader.ts'
import { explainNvidiaProblem } from '../src/system/gpus/nvidia/nvidia-problems.ts'
import { fakeClock } from './fake-clock.ts'
import { aHost, exited, playHost, type RecordedHost } from './hosts.ts'

const mib = 2 ** 20
const { signal } = new AbortController()

const readHost = async (host: Partial<RecordedHost>) => createGpuReader(await playHost(aHost(host))).read(signal)

/** As nvidia-smi prints it of an idle L4 in a headless server. */
const l4 = {
  index: '0',
  uuid: 'GPU-1',
  'pci.bus_id': '00000000:01:00.0',
  name: 'NVIDIA L4',
  'memory.total': '23034',
  'memory.used': '0',
  'memory.free': '22564',
  'utilization.gpu': '0',
  'temperature.gpu': '40',
  'power.draw': '17.21',
  'mig.mode.current': '[N/A]',
}

test('zeros of an idle NVIDIA card stay zeros', async () => {
  const { gpus, problem } = await readHost({ nvidia: { gpus: [l4] } })
  expect(gpus).toEqual([
    {
      id: 'GPU-1',
      name: 'NVIDIA L4',
      vendor: 'NVIDIA',
      memory: 'dedicated',
      runs_models: true,
      vram_total: 23_034 * mib,
      vram_used: 0,
      vram_free: 22_564 * mib,
      utilization_percent: 0,
      temperature_celsius: 40,
      power_watts: 17.21,
    },
  ])
  expect(problem).toBeNull()
})

test('cards are found without lspci, and lspci is not needed for them', async () => {
  const host = await playHost(aHost({ nvidia: { gpus: [l4, { ...l4, uuid: 'GPU-2', 'memory.used': '1024' }] } }))
  const { gpus } = await createGpuReader(host).read(signal)
  expect(gpus.map(({ vram_used }) => vram_used)).toEqual([0, 1024 * mib])
  expect(host.asked.every((line) => line.startsWith('nvidia-smi'))).toBe(true)
})

test('a name with a comma in it does not shift the figures', async () => {
  const { gpus } = await readHost({ nvidia: { gpus: [{ ...l4, name: 'GRID A100, 4C' }] } })
  expect(gpus[0]).toMatchObject({ name: 'GRID A100, 4C', vram_total: 23_034 * mib, power_watts: 17.21 })
})

test('an older nvidia-smi that refuses fields is asked without them', async () => {
  const { gpus, problem } = await readHost({ nvidia: { gpus: [l4], unknown_fields: ['mig.mode.current', 'uuid'] } })
  expect(gpus).toMatchObject([{ id: '00000000:01:00.0', vram_total: 23_034 * mib }])
  expect(problem).toBeNull()
})

test.each([
  ['driver_version', '418.43', 'NVIDIA driver 418.43 is too old for Ollama.'],
  ['compute_mode', 'Prohibited', 'The NVIDIA GPU does not allow compute programs (compute mode "Prohibited").'],
])('a card whose %s is %s is shown, and none that models run on', async (field, text, message) => {
  const { gpus, problem, isKnown } = await readHost({ nvidia: { gpus: [{ ...l4, [field]: text }] } })
  expect(gpus).toMatchObject([{ name: 'NVIDIA L4', vram_total: 23_034 * mib, runs_models: false }])
  expect(problem?.message).toBe(message)
  expect(isKnown).toBe(true)
})

test.each(['470.256.02', '535.129.03', '1000.1', '[N/A]'])('driver %s is not too old', async (version) => {
  const { gpus, problem } = await readHost({ nvidia: { gpus: [{ ...l4, driver_version: version }] } })
  expect(gpus).toMatchObject([{ runs_models: true }])
  expect(problem).toBeNull()
})

test('a card that only draws beside one that computes is no problem', async () => {
  const { gpus, problem } = await readHost({ nvidia: { gpus: [{ ...l4, compute_mode: 'Prohibited' }, l4] } })
  expect(gpus.map(({ runs_models }) => runs_models)).toEqual([false, true])
  expect(problem).toBeNull()
})

test.each(['[N/A]', 'ERR!', ''])('a placeholder in place of a number means unknown: %j', async (text) => {
  const { gpus } = await readHost({
    nvidia: { gpus: [{ ...l4, 'power.draw': text, 'utilization.gpu': text, 'temperature.gpu': text }] },
  })
  expect(gpus).toMatchObject([{ utilization_percent: null, temperature_celsius: null, power_watts: null }])
})

test.each([
  ["NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver. Make sure …", 'modprobe nvidia'],
  ['Failed to initialize NVML: Driver/library version mismatch\nNVML library version: 550.144', 'Reboot'],
  ['Failed to initialize NVML: Unknown Error', 'Restart the container'],
  ['Failed to initialize NVML: GPU access blocked by the operating system', 'wsl --update'],
  ['Unable to determine the device handle for GPU0000:02:00.0: GPU is lost.  Reboot the system', 'Reboot'],
  ['No devices were found', '--gpus all'],
])('a failure of nvidia-smi comes with its remedy: %s', (text, remedy) => {
  expect(explainNvidiaProblem(text).hint).toContain(remedy)
})

test('any other failure is reported by its first line, shortened', () => {
  expect(explainNvidiaProblem(`\n${'x'.repeat(100_000)}\nmore`).message).toHaveLength(
    'nvidia-smi failed: '.length + 200,
  )
})

const failure = {
  exit: 9,
  stdout: "NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver.\n",
  stderr: '',
}
const pciDevice = (vendor: string) => ({
  '/sys/bus/pci/devices/0000:01:00.0/vendor': vendor,
  '/sys/bus/pci/devices/0000:01:00.0/class': '0x030000',
})

test('nvidia-smi on a host without an NVIDIA card is not a problem', async () => {
  expect(await readHost({ nvidia: { gpus: [], failure }, files: pciDevice('0x1002') })).toMatchObject({
    gpus: [],
    problem: null,
  })
  const { problem } = await readHost({ nvidia: { gpus: [], failure }, files: pciDevice('0x10de') })
  expect(problem?.message).toBe('nvidia-smi cannot reach the NVIDIA driver.')
})

test('a driver that hides its GPUs is reported, even if another GPU is visible', async () => {
  const files = { ...pciDevice('0x10de'), ...amdCard('card0', apu) }
  const { gpus, isKnown } = await readHost({ nvidia: { gpus: [], failure }, files })
  expect(gpus).toMatchObject([{ vendor: 'AMD' }])
  expect(isKnown).toBe(false)
  expect(await readHost({ nvidia: { gpus: [l4] }, files: amdCard('card0', apu) })).toMatchObject({ isKnown: true })
})

test('without nvidia-smi a card is found through the kernel, without metrics', async () => {
  const information =
    'Model: \t\t NVIDIA GeForce RTX 3090\nIRQ:   \t\t 152\nGPU UUID: \t GPU-3\nBus Location: \t 0000:01:00.0\n'
  const { gpus, problem } = await readHost({
    files: { '/proc/driver/nvidia/gpus/0000:01:00.0/information': information },
  })
  expect(gpus).toMatchObject([{ id: 'GPU-3', name: 'NVIDIA GeForce RTX 3090', memory: 'dedicated', vram_total: null }])
  expect(problem?.hint).toContain('--gpus all')
})

test('nvidia-smi is found where Windows and WSL have it, though not in PATH', async () => {
  const place = '/usr/lib/wsl/lib/nvidia-smi'
  const host = await playHost(aHost({ nvidia: { gpus: [l4] } }))
  const { gpus } = await createGpuReader({
    ...host,
    run: (program, args, limits) => host.run(program === place ? 'nvidia-smi' : 'absent', args, limits),
  }).read(signal)
  expect(gpus).toHaveLength(1)
})

const amdCard = (name: string, values: Readonly<Record<string, string>>) =>
  Object.fromEntries(
    Object.entries({ vendor: '0x1002', ...values }).map(([file, text]) => [
      `/sys/class/drm/${name}/device/${file}`,
      text,
    ]),
  )

test("AMD's cards are read from the driver's files", async () => {
  const files = amdCard('card1', {
    mem_info_vram_total: '25753026560\n',
    mem_info_vram_used: '0\n',
    gpu_busy_percent: '37\n',
    product_name: 'Radeon RX 7900 XTX\n',
    'hwmon/hwmon3/temp1_input': '61000\n',
    'hwmon/hwmon3/temp1_label': 'junction\n',
    'hwmon/hwmon3/temp2_input': '56000\n',
    'hwmon/hwmon3/temp2_label': 'edge\n',
    'hwmon/hwmon3/power1_input': '212000000\n',
  })
  const { gpus } = await readHost({ files: { ...files, '/sys/class/drm/card1-HDMI-A-1/status': 'connected' } })
  expect(gpus).toEqual([
    {
      id: 'card1',
      name: 'Radeon RX 7900 XTX',
      vendor: 'AMD',
      memory: 'dedicated',
      runs_models: true,
      vram_total: 25_753_026_560,
      vram_used: 0,
      utilization_percent: 37,
      temperature_celsius: 56,
      power_watts: 212,
    },
  ])
})

/** Half a GiB set aside, 108 GiB that the GPU may take of the rest. */
const apu = {
  mem_info_vram_total: '536870912',
  mem_info_vram_used: '155189248',
  mem_info_gtt_total: '115964116992',
  mem_info_gtt_used: '18874368',
}

test('a card of its own is none of these, however much of the memory it may take besides', async () => {
  const { gpus } = await readHost({ files: amdCard('card0', { ...apu, mem_info_vram_vendor: 'samsung' }) })
  expect(gpus).toMatchObject([{ memory: 'dedicated', vram_total: 536_870_912, runs_models: true }])
})

test("Intel's card tells its size by the window of the processor, and the GPU of a processor shares its memory", async () => {
  const intel = (card: string, slot: string, device: string, more = {}) =>
    Object.fromEntries(
      Object.entries({ vendor: '0x8086', device, uevent: `DRIVER=xe\nPCI_SLOT_NAME=${slot}\n`, ...more }).map(
        ([file, text]) => [`/sys/class/drm/${card}/device/${file}`, text],
      ),
    )
  const resource = [
    '0x00000000a2000000 0x00000000a2ffffff 0x0000000000140204',
    '0x0000000000000000 0x0000000000000000 0x0000000000000000',
    '0x0000004000000000 0x00000043ffffffff 0x000000000014220c',
  ].join('\n')
  const { gpus } = await readHost({
    files: {
      ...intel('card0', '0000:00:02.0', '0xa780'),
      ...intel('card1', '0000:03:00.0', '0x56a0', { resource }),
      '/usr/share/misc/pci.ids':
        '#\n8086  Intel Corporation\n\t56a0  DG2 [Arc A770]\n\t\t172f 3937  A card\n9004  Adaptec\n',
    },
  })
  expect(gpus).toMatchObject([
    { name: 'Intel GPU', memory: 'unified', vram_total: null, runs_models: false },
    { name: 'Intel Arc A770', memory: 'dedicated', vram_total: 16 * 2 ** 30, vram_used: null, runs_models: true },
  ])
})

test('on Windows the integrated GPU shares the memory, and the card has its size in full', async () => {
  const answer = {
    adapters: [
      { name: 'AMD Radeon(TM) Graphics', device: String.raw`PCI\VEN_1002&DEV_164E`, bytes: '536870912' },
      { name: 'AMD Radeon RX 7900 XTX', device: String.raw`PCI\VEN_1002&DEV_744C`, bytes: '25753026560' },
      { name: 'Microsoft Remote Display Adapter', device: 'RdpIdd', bytes: '' },
    ],
    used: ['1073741824'],
  }
  const { gpus } = await readHost({ platform: 'win32', programs: { 'powershell.exe': JSON.stringify(answer) } })
  expect(gpus).toMatchObject([
    { memory: 'unified', runs_models: false },
    { memory: 'dedicated', vram_total: 25_753_026_560, vram_used: 2 ** 30, runs_models: true },
  ])
  expect(gpus).toHaveLength(2)
})

test('what nvidia-smi tells counts before what Windows knows of the same card', async () => {
  const adapters = [{ name: 'NVIDIA L4', device: String.raw`PCI\VEN_10DE&DEV_27B8`, bytes: '24152899584' }]
  const programs = { 'powershell.exe': JSON.stringify({ adapters, used: [] }) }
  expect((await readHost({ platform: 'win32', programs, nvidia: { gpus: [l4] } })).gpus).toHaveLength(1)
  expect((await readHost({ platform: 'win32', programs })).gpus).toMatchObject([{ vram_total: 24_152_899_584 }])
})

const appleSilicon = (more: Readonly<Record<string, string>>) => ({
  platform: 'darwin' as const,
  ram_total: 64 * 2 ** 30,
  programs: {
    'system_profiler SPDisplaysDataType -json': '{"SPDisplaysDataType":[{"sppci_model":"Apple M2 Max"}]}',
    ...more,
  },
})

test('the GPU of a Mac may have as much as a person said', async () => {
  const { gpus } = await readHost(appleSilicon({ 'sysctl -n iogpu.wired_limit_mb': '57344\n' }))
  expect(gpus).toMatchObject([{ name: 'Apple M2 Max', memory: 'unified', vram_total: 56 * 2 ** 30 }])
})

test('what the GPU of a Mac does is read from the registry of its devices', async () => {
  const registry = '"PerformanceStatistics" = {"In use system memory"=1073741824,"Device Utilization %"=0}'
  const { gpus } = await readHost(appleSilicon({ 'ioreg -r -d 1 -w 0 -c IOAccelerator': registry }))
  expect(gpus).toMatchObject([{ vram_used: 2 ** 30, utilization_percent: 0 }])
})

test('a slow driver is waited for half a second at the start only, and never asked twice at once', async () => {
  const clock = fakeClock()
  const host = await playHost(aHost({ nvidia: { gpus: [l4] } }))
  const slow = Promise.withResolvers<void>()
  let asked = 0
  const run: typeof host.run = async (program, args, limits) => {
    asked++
    await slow.promise
    return host.run(program, args, limits)
  }
  const reader = createGpuReader({ ...host, run }, clock)
  const first = reader.read(signal)
  await clock.advance(500)
  expect(await first).toMatchObject({ gpus: [], isKnown: false })
  await clock.advance(20_000)
  expect(await reader.read(signal)).toMatchObject({ gpus: [], isKnown: false })
  expect(asked).toBe(1)
})

test('figures are as old as the GPUs that they are of, though other vendors are looked for more rarely', async () => {
  const clock = fakeClock()
  const reader = createGpuReader(await playHost(aHost({ nvidia: { gpus: [l4] } })), clock)
  await reader.read(signal)
  await clock.advance(4000)
  await reader.read(signal)
  await expect.poll(() => reader.current().readAt).toBe(clock.now())
})

test('slow readings run less often: they take at most a quarter of the time', async () => {
  const clock = fakeClock()
  const startedAt: number[] = []
  const reading: GpuReading = { gpus: [], problem: null }
  const poller = createGpuPoller(
    {
      read: () => {
        startedAt.push(clock.now())
        return new Promise((resolve) => clock.after(6000, () => resolve(reading)))
      },
    },
    clock,
  )
  for (let second = 0; second < 60; second++) {
    poller.poke(signal)
    await clock.advance(1000)
  }
  const gaps = startedAt.slice(1).map((at, index) => at - (startedAt[index] ?? 0))
  expect(Math.min(...gaps)).toBeGreaterThanOrEqual(24_000)
})

test.each([
  ['a clock that is set back', -86_400_000, 0],
  ['a machine that slept during a reading', 0, 8 * 3_600_000],
])('%s does not keep GPUs from being read', async (_, setMs, sleptMs) => {
  const clock = fakeClock()
  let readings = 0
  const poller = createGpuPoller(
    {
      read: async () => {
        readings += 1
        if (readings === 1) await clock.advance(sleptMs)
        return { gpus: [], problem: null }
      },
    },
    clock,
  )
  poller.poke(signal)
  await poller.settled()
  clock.set(clock.now() + setMs)
  await clock.advance(120_000)
  poller.poke(signal)
  expect(readings).toBe(2)
})

test('a GPU that answered before is kept when a reading fails, without what changes fast', async () => {
  const clock = fakeClock()
  const host = await playHost(aHost({ nvidia: { gpus: [{ ...l4, 'memory.used': '2048' }] } }))
  let fails = false
  const run: typeof host.run = async (program, args, limits) =>
    fails && program === 'nvidia-smi' ? exited(9, failure.stdout) : host.run(program, args, limits)
  const reader = createGpuReader({ ...host, run }, clock)
  await reader.read(signal)
  fails = true
  await clock.advance(4000)
  await reader.read(signal)
  await expect.poll(() => reader.current().problem).not.toBeNull()
  expect(reader.current().gpus).toMatchObject([{ name: 'NVIDIA L4', vram_used: 2048 * mib, utilization_percent: null }])
  fails = false
  await clock.advance(4000)
  await reader.read(signal)
  await expect.poll(() => reader.current().problem).toBeNull()
})

test('a failure that no source foresaw is reported, and figures are read again', async () => {
  const clock = fakeClock()
  const reported: unknown[] = []
  const fault = new Error('a fault of ours')
  let readings = 0
  const read = async () => {
    readings += 1
    if (readings === 1) throw fault
    return { gpus: [], problem: null }
  }
  const poller = createGpuPoller({ read }, clock, (error) => reported.push(error))
  poller.poke(signal)
  await poller.settled()
  expect(reported).toEqual([fault])
  expect(poller.current()?.reading).toBeNull()
  await clock.advance(300_000)
  poller.poke(signal)
  await poller.settled()
  expect(poller.current()?.reading).toEqual({ gpus: [], problem: null })
})
