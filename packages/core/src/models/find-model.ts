import { sameModel } from '@ollama-dashboard/contracts'
import type { Instance } from '../instances/instance.ts'
import { DashboardError } from '../kernel/errors.ts'
import type { InstalledModel, LoadedModel } from '../ollama/ollama.ts'

/** The installed model of that name, or null. Looks past the cache before it says no. */
export async function findInstalledOrNull(instance: Instance, name: string): Promise<InstalledModel | null> {
  const known = (await instance.installed.read()).value?.find((model) => sameModel(model.name, name))
  if (known) return known
  const { value, error } = await instance.installed.refresh()
  if (error) throw error
  return value?.find((model) => sameModel(model.name, name)) ?? null
}

/** Throws `model_not_found` where it is not installed. */
export async function findInstalled(
  instance: Instance,
  name: string,
  hint = 'Pull it first.',
): Promise<InstalledModel> {
  const model = await findInstalledOrNull(instance, name)
  if (model) return model
  throw modelNotFound(name, hint)
}

/** Of a model that is not there, and of one that the caller may not know of. */
export const modelNotFound = (name: string, hint = 'Pull it first.'): DashboardError =>
  new DashboardError('model_not_found', `"${name}" is not installed.`, { hint })

/** Two names of one model share a runner, and Ollama lists it under the name that loaded it first. */
export const isSameModel = (loaded: LoadedModel, model: InstalledModel): boolean =>
  sameModel(loaded.name, model.name) || (loaded.digest !== null && loaded.digest === model.digest)
