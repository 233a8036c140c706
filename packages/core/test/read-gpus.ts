import { createGpuReader } from '../src/system/gpus/gpu-reader.ts'
import { aHost, playHost, type RecordedHost } from './hosts.ts'

export const mib = 2 ** 20
export const signal = new AbortController().signal

/** The GPUs of a host of which only so much matters. */
export const readHost = async (host: Partial<RecordedHost>) => createGpuReader(await playHost(aHost(host))).read(signal)

/** As nvidia-smi prints it of an idle L4 in a headless server. */
export const l4 = {
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

/** What nvidia-smi answers where it cannot reach its driver. */
export const noDriver = {
  exit: 9,
  stdout: "NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver.\n",
  stderr: '',
}

/** The files in which AMD's driver tells of a card. */
export const amdCard = (name: string, values: Readonly<Record<string, string>>) =>
  Object.fromEntries(
    Object.entries({ vendor: '0x1002', ...values }).map(([file, text]) => [
      `/sys/class/drm/${name}/device/${file}`,
      text,
    ]),
  )

/** Half a GiB set aside, 108 GiB that the GPU may take of the rest. */
export const apu = {
  mem_info_vram_total: '536870912',
  mem_info_vram_used: '155189248',
  mem_info_gtt_total: '115964116992',
  mem_info_gtt_used: '18874368',
}
