import { type HostAccess, readNumber } from '../host-access.ts'
import { clampPercent } from '../percent.ts'
import type { DetectedGpu } from './detected-gpu.ts'

/** The GPU of a Jetson, which shares the memory of the board; null on any other machine. Source: L4T's sysfs. */
export async function readJetson(host: HostAccess): Promise<DetectedGpu | null> {
  if (host.platform !== 'linux') return null
  const [model, release] = await Promise.all([
    host.readText('/proc/device-tree/model'),
    host.readText('/etc/nv_tegra_release'),
  ])
  // The device tree ends its texts with a zero byte.
  const name = model?.replaceAll('\0', '').trim() ?? ''
  if (release === null && !/jetson|tegra/i.test(name)) return null
  const [load, temperature] = await Promise.all([readLoad(host), readTemperature(host)])
  return {
    id: 'jetson',
    name: name || 'NVIDIA Jetson',
    vendor: 'NVIDIA',
    memory: 'unified',
    vram_total: null,
    vram_used: null,
    utilization_percent: load,
    temperature_celsius: temperature,
    power_watts: null,
    runs_models: true,
  }
}

/** Load in thousandths. Tries the names that the GPU has on the boards from Nano to Thor. */
async function readLoad(host: HostAccess): Promise<number | null> {
  const device = /^(?:gpu\.0|[\da-f]{6,12}\.(?:gpu|ga10b|gv11b|gp10b|gm20b|gb10b))$/
  for (const folder of ['/sys/devices/platform', '/sys/devices', '/sys/class/devfreq']) {
    const names = (await host.list(folder)).filter((name) => device.test(name))
    for (const name of names) {
      const load =
        (await readNumber(host, `${folder}/${name}/load`)) ?? (await readNumber(host, `${folder}/${name}/device/load`))
      if (load !== null) return clampPercent(load / 10)
    }
  }
  return null
}

async function readTemperature(host: HostAccess): Promise<number | null> {
  const folder = '/sys/class/thermal'
  for (const zone of await host.list(folder)) {
    const kind = await host.readText(`${folder}/${zone}/type`)
    if (!/^gpu-?therm/i.test(kind ?? '')) continue
    const thousandths = await readNumber(host, `${folder}/${zone}/temp`)
    if (thousandths !== null) return thousandths / 1000
  }
  return null
}
