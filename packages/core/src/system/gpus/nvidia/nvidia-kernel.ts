import type { HostAccess } from '../../host-access.ts'
import type { DetectedGpu } from '../detected-gpu.ts'

/** NVIDIA's GPUs as the kernel module tells them, with no figure at all: for where nvidia-smi is missing or fails. */
export async function readNvidiaKernelModule(host: HostAccess): Promise<readonly DetectedGpu[]> {
  const folder = '/proc/driver/nvidia/gpus'
  const gpus = await Promise.all(
    (await host.list(folder)).map(async (bus): Promise<DetectedGpu | null> => {
      const text = await host.readText(`${folder}/${bus}/information`)
      if (text === null) return null
      const value = (label: string) => text.split('\n').find((line) => line.startsWith(`${label}:`))
      const after = (line: string | undefined) => line?.slice(line.indexOf(':') + 1).trim()
      return {
        id: after(value('GPU UUID')) ?? bus,
        name: after(value('Model')) || 'NVIDIA GPU',
        vendor: 'NVIDIA',
        memory: 'dedicated',
        vram_total: null,
        vram_used: null,
        utilization_percent: null,
        temperature_celsius: null,
        power_watts: null,
        runs_models: true,
      }
    }),
  )
  return gpus.flatMap((gpu) => gpu ?? [])
}

/** Whether a device of NVIDIA that computes or draws is on the PCI bus; true where that cannot be told. */
export async function hasNvidiaDevice(host: HostAccess): Promise<boolean> {
  const devices = await host.list('/sys/bus/pci/devices')
  if (devices.length === 0 || (await host.list('/dev')).includes('dxg')) return true
  const found = await Promise.all(
    devices.map(async (device) => {
      const [vendor, kind] = await Promise.all([
        host.readText(`/sys/bus/pci/devices/${device}/vendor`),
        host.readText(`/sys/bus/pci/devices/${device}/class`),
      ])
      return vendor === '0x10de' && (kind?.startsWith('0x03') ?? true)
    }),
  )
  return found.includes(true)
}
