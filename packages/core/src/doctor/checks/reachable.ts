import { displayAddress } from '../../ollama/ollama-address.ts'
import { type DoctorCheck, ok, remedy } from '../doctor-check.ts'

export const reachable: DoctorCheck = {
  id: 'reachable',
  title: 'Ollama answers',
  async look({ instance, isLocal, kept }) {
    const { error } = await instance.loaded.refresh()
    const version = instance.version.current().value
    if (error === null) return ok(`Version ${version ?? 'unknown'} answers at ${displayAddress(instance.url)}.`)
    const evidence = `${displayAddress(instance.url)}: ${error.message}`
    if (!isLocal) {
      return { severity: 'critical', evidence, remedy: remedy('Start Ollama on its machine, and check the network.') }
    }
    return { severity: 'critical', evidence, remedy: remedy('Start Ollama.', (await kept()).command) }
  },
}
