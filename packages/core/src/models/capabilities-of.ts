import type { Instance } from '../instances/instance.ts'
import type { InstalledModel } from '../ollama/ollama.ts'

/** In Ollama's own words: from the list where the server tells it there, else from `/api/show`. */
export async function capabilitiesOf(instance: Instance, model: InstalledModel): Promise<readonly string[]> {
  const { capabilities } = instance.traits.of(model)
  return capabilities ?? (await instance.shown.get(model)).capabilities ?? []
}
