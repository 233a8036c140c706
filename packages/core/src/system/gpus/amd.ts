import { type HostAccess, readNumber } from '../host-access.ts'
import { clampPercent } from '../percent.ts'
import { createCardNames } from './card-names.ts'
import type { DetectedGpu, GpuSource } from './detected-gpu.ts'
import { type DrmCard, listDrmCards } from './drm-cards.ts'
import { readSensors } from './hwmon.ts'

const gibibyte = 1024 ** 3
/** Radeon 8060S of Ryzen AI Max ("Strix Halo"), gfx1151: the one integrated GPU that Ollama takes by itself. */
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
      asked ??= readAmdSmi(host, signal)
      name = (await asked).get(card.id.toLowerCase()) ?? 'AMD GPU'
    }
    const isIntegrated = memory.gttTotal !== null && isIntegratedGpu(card, { ...memory, gttTotal: memory.gttTotal })
    // On an integrated GPU Ollama counts both (ml/backend/ggml, mem_hip.cpp).
    const [gttTotal, gttUsed] = isIntegrated ? [memory.gttTotal ?? 0, memory.gttUsed] : [0, 0]
    return {
      id: card.id,
      name,
      vendor: 'AMD',
      memory: isIntegrated ? 'unified' : 'dedicated',
      vram_total: memory.vramTotal + gttTotal,
      vram_used: memory.vramUsed === null || gttUsed === null ? null : memory.vramUsed + gttUsed,
      utilization_percent: busy === null ? null : clampPercent(busy),
      ...sensors,
      runsModels: !isIntegrated || card.deviceId === strixHalo,
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
  /** Of system memory, what the GPU may use. */
  readonly gttTotal: number | null
  readonly gttUsed: number | null
  /** The driver tells who made its memory chips, or its board: it has some of its own. */
  readonly hasOwnMemory: boolean
}

async function readMemory(host: HostAccess, device: string): Promise<AmdMemory | null> {
  const [vramTotal, vramUsed, gttTotal, gttUsed, vendor, board] = await Promise.all([
    ...['vram_total', 'vram_used', 'gtt_total', 'gtt_used'].map((name) =>
      readNumber(host, `${device}/mem_info_${name}`),
    ),
    host.readText(`${device}/mem_info_vram_vendor`),
    host.readText(`${device}/board_info`),
  ] as const)
  if (typeof vramTotal !== 'number') return null
  return {
    vramTotal,
    vramUsed: vramUsed as number | null,
    gttTotal: gttTotal as number | null,
    gttUsed: gttUsed as number | null,
    hasOwnMemory: vendor !== null || board !== null,
  }
}

/**
 * By the rule of Ollama (`readROCmDRMDevice` in discover/amd.go), which is wider here for boards with little memory. A
 * GPU that was given more of the memory at the start of the machine than it shares has it for itself.
 */
function isIntegratedGpu({ deviceId }: DrmCard, memory: AmdMemory & { readonly gttTotal: number }): boolean {
  const { vramTotal, gttTotal, hasOwnMemory } = memory
  if (hasOwnMemory || gttTotal <= vramTotal) return false
  return deviceId === strixHalo || (vramTotal <= 4 * gibibyte && gttTotal >= 4 * vramTotal) || vramTotal <= gibibyte
}

/** Names by address on the PCI bus; none where amd-smi is not there. */
async function readAmdSmi(host: HostAccess, signal: AbortSignal): Promise<ReadonlyMap<string, string>> {
  const { stdout } = await host.run('amd-smi', ['static', '--json'], { signal, timeoutMs: 20_000 })
  try {
    const answer: unknown = JSON.parse(stdout)
    const list = Array.isArray(answer) ? answer : ((answer as { gpu_data?: unknown }).gpu_data ?? [])
    return new Map(
      (Array.isArray(list) ? list : []).flatMap((gpu: AmdSmiGpu | null): [string, string][] => {
        const { bus, asic } = gpu ?? {}
        return typeof bus?.bdf === 'string' && typeof asic?.market_name === 'string' && asic.market_name !== 'N/A'
          ? [[bus.bdf.toLowerCase(), asic.market_name]]
          : []
      }),
    )
  } catch {
    return new Map()
  }
}

interface AmdSmiGpu {
  readonly bus?: { readonly bdf?: unknown }
  readonly asic?: { readonly market_name?: unknown }
}
