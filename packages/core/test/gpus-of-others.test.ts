import { expect, test } from 'vitest'
import { amdCard, apu, l4, readHost } from './read-gpus.ts'

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
