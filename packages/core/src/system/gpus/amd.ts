import { type HostAccess, readNumber } from '../host-access.ts'
import { clampPercent } from '../percent.ts'
import { createCardNames } from './card-names.ts'
import type { DetectedGpu, GpuSource } from './detected-gpu.ts'
import { type DrmCard, listDrmCards } from './drm-cards.ts'
import { readSensors } from './hwmon.ts'

const gibibyte = 1024 ** 3
/** Ryzen AI Max ("Strix Halo"), gfx1151: the one integrated GPU that Ollama takes by itself. */
const strixHalo = '0x1586'

/**
 * AMD's GPUs as the Linux driver tells them in sysfs: memory in bytes, load in percent. Source: kernel documentation,
 * gpu/amdgpu/driver-misc. Names that the driver does not tell come from the lists of other programs, or from amd-smi.
 */
export function createAmdSource(host: HostAccess): GpuSource {
  const nameOf = createCardNames(host)
  let asked: Promise<ReadonlyMap<string, string>> | null = null

  async function read(card: DrmCard, signal: AbortSignal): Promise<DetectedGpu | null> {
    const { device } = card
    const [memory, busy, product, sensors] = await Promise.all([
      readMemory(host, device),
      readNumber(host, `${device}/gpu_busy_percent`),
      host.readText(`${device}/product_name`),
      readSensors(host, device),
    ])
    if (memory === null) return null
    let name = product || (await nameOf(card))
    if (!name) {
      asked ??= readNamesOfTools(host, signal)
      const told = await asked
      name = told.get(card.id.toLowerCase()) ?? told.get(card.name) ?? 'AMD GPU'
    }
    // GTT is a limit: there may be less memory.
    const shared = Math.min(memory.gttTotal ?? 0, (await host.memory()).total)
    const isPart = isPartOfProcessor(card, memory)
    // The driver gives programs that compute the larger of two parts alone: what the firmware set aside, or what is
    // shared (`apu_prefer_gtt` in amdgpu_ttm.c of Linux). HIP tells that one, and Ollama what HIP tells since 0.30.
    const isIntegrated = isPart && shared > memory.vramTotal
    return {
      id: card.id,
      name,
      vendor: 'AMD',
      memory: isIntegrated ? 'unified' : 'dedicated',
      vram_total: isIntegrated ? shared : memory.vramTotal,
      vram_used: isIntegrated ? memory.gttUsed : memory.vramUsed,
      utilization_percent: busy === null ? null : clampPercent(busy),
      ...sensors,
      runs_models: !isPart || card.deviceId === strixHalo,
    }
  }

  return {
    async read(signal) {
      const cards = await listDrmCards(host)
      const gpus = await Promise.all(
        cards.flatMap((card) => (card.vendorId === null || card.vendorId === '0x1002' ? [read(card, signal)] : [])),
      )
      const found = gpus.flatMap((gpu) => gpu ?? [])
      return found.length > 0 ? { gpus: found, problem: null } : null
    },
  }
}

interface AmdMemory {
  readonly vramTotal: number
  readonly vramUsed: number | null
  /** System memory that the GPU may use, in bytes. */
  readonly gttTotal: number | null
  readonly gttUsed: number | null
  /** The driver tells who made its memory chips, or its board: it has some of its own. */
  readonly hasOwnMemory: boolean
}

async function readMemory(host: HostAccess, device: string): Promise<AmdMemory | null> {
  const figure = (name: string) => readNumber(host, `${device}/mem_info_${name}`)
  const [vramTotal, vramUsed, gttTotal, gttUsed, vendor, board] = await Promise.all([
    figure('vram_total'),
    figure('vram_used'),
    figure('gtt_total'),
    figure('gtt_used'),
    host.readText(`${device}/mem_info_vram_vendor`),
    host.readText(`${device}/board_info`),
  ])
  if (vramTotal === null) return null
  return { vramTotal, vramUsed, gttTotal, gttUsed, hasOwnMemory: vendor !== null || board !== null }
}

/**
 * Device ids of GPUs that are part of a processor, from Raven (2018) to Strix Halo. Source: the device list of the kernel's amdgpu
 * and pci.ids.
 */
const integratedIds = new Set(
  '15dd 15d8 1636 164c 1638 15e7 1681 164d 164e 1506 163f 1435 15bf 15c8 1900 1901 150e 1114 13c0 1586'
    .split(' ')
    .map((id) => `0x${id}`),
)

/** Where the device is not among those that are known, by the rule of Ollama (`readROCmDRMDevice` in discover/amd.go). */
function isPartOfProcessor({ deviceId }: DrmCard, { vramTotal, gttTotal, hasOwnMemory }: AmdMemory): boolean {
  if (deviceId !== null && integratedIds.has(deviceId)) return true
  if (hasOwnMemory || gttTotal === null) return false
  return vramTotal <= 4 * gibibyte && gttTotal >= 8 * gibibyte && gttTotal >= 4 * vramTotal
}

/** Names by address on the PCI bus, or by card where the older rocm-smi tells them; none where both are missing. */
async function readNamesOfTools(host: HostAccess, signal: AbortSignal): Promise<ReadonlyMap<string, string>> {
  const ask = async (program: string, args: readonly string[]): Promise<unknown> => {
    const { stdout } = await host.run(program, args, { signal, timeoutMs: 20_000 })
    try {
      return JSON.parse(stdout)
    } catch {
      return null
    }
  }
  const names = namesOfAmdSmi(await ask('amd-smi', ['static', '--json']))
  return names.size > 0 ? names : namesOfRocmSmi(await ask('rocm-smi', ['--showproductname', '--json']))
}

function namesOfAmdSmi(answer: unknown): ReadonlyMap<string, string> {
  // Newer versions wrap the list.
  const list = Array.isArray(answer) ? answer : isRecord(answer) ? answer['gpu_data'] : null
  return new Map(
    (Array.isArray(list) ? list : []).flatMap((gpu: unknown): [string, string][] => {
      const bus = isRecord(gpu) && isRecord(gpu['bus']) ? gpu['bus']['bdf'] : null
      const name = isRecord(gpu) && isRecord(gpu['asic']) ? gpu['asic']['market_name'] : null
      return typeof bus === 'string' && typeof name === 'string' && name !== 'N/A' ? [[bus.toLowerCase(), name]] : []
    }),
  )
}

/** "Arcturus GL-XL [Instinct MI100]" is sold as what stands in the brackets. */
function namesOfRocmSmi(answer: unknown): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(isRecord(answer) ? answer : {}).flatMap(([card, values]): [string, string][] => {
      const series = isRecord(values) ? (values['Card Series'] ?? values['Card series']) : null
      if (typeof series !== 'string' || series === '' || series === 'N/A') return []
      return [[card, series.endsWith(']') ? series.slice(series.indexOf('[') + 1, -1) : series]]
    }),
  )
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null
