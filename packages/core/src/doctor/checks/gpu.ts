import { formatSize } from '../../kernel/text/format-size.ts'
import type { LoadedModel } from '../../ollama/ollama.ts'
import { type DoctorCheck, ok, remedy, unknown } from '../doctor-check.ts'
import { neededDriver } from './needed-driver.ts'

export const gpu: DoctorCheck = {
  id: 'gpu',
  title: 'GPU and driver',
  async look(patient) {
    const { isLocal, host, machine, kept, instance } = patient
    if (!isLocal) return unknown('The server is on another machine.')
    const stats = await host.latest()
    const reading = host.health().find(({ name }) => name === 'gpu')
    if (reading?.status === 'degraded') {
      return {
        severity: 'warning',
        evidence: reading.detail,
        remedy: remedy('Install or repair the driver, then restart.'),
      }
    }
    if (!stats?.gpus_known) return unknown('The GPUs of this machine are not known yet.')
    const usable = stats.gpus.filter(({ runs_models }) => runs_models)
    if (usable.length === 0) {
      const none = stats.gpus.length === 0 ? 'No GPU was found' : 'No GPU that Ollama uses was found'
      return { severity: 'info', evidence: `${none}: models run on the processor.`, remedy: null }
    }
    const names = usable.map(({ name }) => name).join(', ')
    const loaded = patient.loaded()
    const isUsed = loaded?.some(({ sizeVram }) => sizeVram) ?? false
    const version = instance.version.current().value
    const needed = neededDriver(version, host.driver(), usable)
    // Vulkan may do what CUDA does not.
    if (needed !== null && !isUsed) {
      return {
        severity: 'warning',
        evidence: `Ollama ${version} uses ${names} through CUDA with driver ${needed} or newer, and this is ${host.driver()}: models run more slowly through Vulkan, or on the processor.`,
        remedy: remedy(`Install NVIDIA driver ${needed} or newer, then restart.`),
      }
    }
    const onProcessor = (loaded ?? []).filter(isOnProcessor)
    if (onProcessor.length > 0) {
      const models = onProcessor.map(({ name, size }) => `${name} (${formatSize(size)})`).join(', ')
      const { manager } = await kept()
      const command =
        machine.platform === 'linux' && manager === 'systemd'
          ? 'journalctl -u ollama -b | grep "inference compute"'
          : null
      return {
        severity: 'warning',
        evidence: `${names} is there, and ${models} runs on the processor alone.`,
        remedy: remedy(
          'Unless its settings say num_gpu 0, Ollama does not see the GPU: restart it, and read in its log which devices it found.',
          command,
        ),
      }
    }
    if (!isUsed) return unknown(`${names} is there; no model is loaded that would show whether Ollama uses it.`)
    return ok(`Ollama uses ${names}.`)
  },
}

const isOnProcessor = ({ size, sizeVram }: LoadedModel): boolean => (size ?? 0) > 0 && sizeVram === 0
