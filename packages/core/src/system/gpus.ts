import type { Gpu } from '@ollama-dashboard/contracts'
import si from 'systeminformation'
import { readAmdGpus } from './amd-gpus.ts'

/** Reading NVIDIA's figures starts a program, so it is not done at each sample of the processor. */
const rereadMs = 4000
/** Where there was no GPU it is worth a look only now and then: one may be plugged in, or its driver loaded. */
const searchAgainMs = 300_000

/** Reads all GPUs of this machine, NVIDIA, AMD and Apple; none is normal. A failure to read counts as none. */
export function createGpuReader(now: () => number = Date.now) {
  let known: readonly Gpu[] = []
  let readAt = Number.NEGATIVE_INFINITY
  let reading: Promise<void> | null = null

  async function reread() {
    const [listed, amd] = await Promise.all([si.graphics().catch(() => null), readAmdGpus().catch(() => [])])
    const others = (listed?.controllers ?? []).flatMap((controller) => {
      const gpu = fromController(controller)
      // Their own driver tells more of AMD's cards than the generic list does.
      return gpu === null || (amd.length > 0 && gpu.vendor === 'AMD') ? [] : [gpu]
    })
    known = [...others, ...amd].map((gpu, index) => ({ ...gpu, index }))
    readAt = now()
  }

  return async (signal: AbortSignal): Promise<Gpu[]> => {
    const due = readAt + (known.length > 0 ? rereadMs : searchAgainMs)
    if (!reading && now() >= due) {
      reading = reread().finally(() => {
        reading = null
      })
    }
    // Only the very first sample waits: a slow nvidia-smi must not hold up the processor's figures.
    if (reading && readAt === Number.NEGATIVE_INFINITY) await reading
    signal.throwIfAborted()
    return [...known]
  }
}

type Controller = Awaited<ReturnType<typeof si.graphics>>['controllers'][number]
const mebibyte = 1024 ** 2

/** Null for what only draws pictures: a card whose memory nobody can tell runs no models. Source: systeminformation, sizes in MiB. */
function fromController(controller: Controller): Omit<Gpu, 'index'> | null {
  const total = controller.memoryTotal ?? (controller.vramDynamic ? null : controller.vram)
  const isApple = /apple/i.test(controller.vendor)
  if (!total && !isApple) return null
  return {
    name: (controller.name || controller.model).trim(),
    vendor: vendorOf(controller.vendor),
    vram_total: total ? total * mebibyte : null,
    vram_used: controller.memoryUsed === undefined ? null : controller.memoryUsed * mebibyte,
    utilization_percent: controller.utilizationGpu ?? null,
    temperature_celsius: controller.temperatureGpu ?? null,
    power_watts: controller.powerDraw ?? null,
  }
}

function vendorOf(text: string): string | null {
  const known = { NVIDIA: /nvidia/i, AMD: /amd|advanced micro|ati /i, Apple: /apple/i, Intel: /intel/i }
  return Object.entries(known).find(([, pattern]) => pattern.test(text))?.[0] ?? (text.trim() || null)
}
