import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Gpu } from '@ollama-dashboard/contracts'

/**
 * AMD's cards as the Linux driver tells them in sysfs: memory in bytes, load in percent, temperature in thousandths of a
 * degree, power in millionths of a watt. Source: kernel documentation, gpu/amdgpu/driver-misc and hwmon.
 */
export async function readAmdGpus(root = '/sys/class/drm'): Promise<Omit<Gpu, 'index'>[]> {
  const cards = (await readdir(root).catch(() => [])).filter((name) => /^card\d+$/.test(name)).sort()
  const gpus = await Promise.all(cards.map((card) => readCard(join(root, card, 'device'))))
  return gpus.flatMap((gpu) => gpu ?? [])
}

async function readCard(device: string): Promise<Omit<Gpu, 'index'> | null> {
  const [total, used, busy, name] = await Promise.all([
    number(join(device, 'mem_info_vram_total')),
    number(join(device, 'mem_info_vram_used')),
    number(join(device, 'gpu_busy_percent')),
    text(join(device, 'product_name')),
  ])
  if (total === null) return null
  const [sensor] = await readdir(join(device, 'hwmon')).catch(() => [])
  const hwmon = join(device, 'hwmon', sensor ?? '')
  const [temperature, power] = await Promise.all([
    number(join(hwmon, 'temp1_input')),
    number(join(hwmon, 'power1_average')),
  ])
  return {
    name: name || 'AMD GPU',
    vendor: 'AMD',
    vram_total: total,
    vram_used: used,
    utilization_percent: busy,
    temperature_celsius: temperature === null ? null : temperature / 1000,
    power_watts: power === null ? null : power / 1_000_000,
  }
}

const text = (path: string): Promise<string | null> =>
  readFile(path, 'utf8').then(
    (content) => content.trim(),
    () => null,
  )

async function number(path: string): Promise<number | null> {
  const content = await text(path)
  return content === null || content === '' || Number.isNaN(Number(content)) ? null : Number(content)
}
