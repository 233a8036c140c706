import { type HostAccess, readNumber } from '../host-access.ts'
import { createCardNames } from './card-names.ts'
import type { DetectedGpu, GpuSource } from './detected-gpu.ts'
import { type DrmCard, listDrmCards } from './drm-cards.ts'
import { readSensors } from './hwmon.ts'

const mebibyte = 1024 ** 2
/** The GPU of the processor has this place on the bus on every Intel machine. */
const integratedPlace = '0000:00:02.0'

/** Intel's GPUs by the files of the drivers i915 and xe, which tell nobody how much of the memory is used. */
export function createIntelSource(host: HostAccess): GpuSource {
  const nameOf = createCardNames(host)

  async function read(card: DrmCard): Promise<DetectedGpu> {
    const isIntegrated = card.id === integratedPlace
    const [name, total, sensors] = await Promise.all([
      nameOf(card),
      isIntegrated ? null : readOwnMemory(host, card),
      readSensors(host, card.device),
    ])
    return {
      id: card.id,
      name: name === null ? 'Intel GPU' : name.startsWith('Intel') ? name : `Intel ${name}`,
      vendor: 'Intel',
      memory: isIntegrated ? 'unified' : 'dedicated',
      vram_total: total,
      vram_used: null,
      utilization_percent: null,
      ...sensors,
      runs_models: !isIntegrated,
    }
  }

  return {
    async read() {
      const cards = (await listDrmCards(host)).filter(({ vendorId }) => vendorId === '0x8086')
      return cards.length > 0 ? { gpus: await Promise.all(cards.map(read)), problem: null } : null
    },
  }
}

/** Cards whose memory is no power of two, so that the window is larger: A380, A60, B580, B570, B60; GiB. */
const sizes: Readonly<Record<string, number>> = { '0x56a5': 6, '0x56b3': 12, '0xe20b': 12, '0xe20c': 10, '0xe211': 24 }

/** By the driver, else by the window through which the processor sees all of it where the firmware lets it. */
async function readOwnMemory(host: HostAccess, { device, deviceId }: DrmCard): Promise<number | null> {
  for (const file of ['tile0/physical_vram_size_bytes', 'lmem_total_bytes']) {
    const bytes = await readNumber(host, `${device}/${file}`)
    if (bytes !== null && bytes > 0) return bytes
  }
  const known = sizes[deviceId ?? '']
  if (known !== undefined) return known * 1024 * mebibyte
  const lines = (await host.readText(`${device}/resource`))?.split('\n') ?? []
  const [, start, end] = /^(0x[\da-f]{1,16}) (0x[\da-f]{1,16}) /i.exec(lines[2] ?? '') ?? []
  if (start === undefined || end === undefined) return null
  const bytes = Number(BigInt(end) - BigInt(start)) + 1
  // Without resizable BAR the window is 256 MiB, whatever the memory.
  return bytes > 256 * mebibyte ? bytes : null
}
