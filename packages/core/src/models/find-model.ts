import { sameModel } from '@ollama-dashboard/contracts'
import type { Instance } from '../instances/instance.ts'
import { DashboardError, orNull } from '../kernel/errors.ts'
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

/** The digest of a model's weights; null where the server does not tell it. Throws what asking for it throws. */
export type WeightsOf = (instance: Instance, model: InstalledModel) => Promise<string | null>

/** Whether Ollama runs a model in one of the same weights that was loaded first, and lists that one alone. */
export async function isRunInAnother(
  instance: Instance,
  model: InstalledModel,
  weightsOf: WeightsOf,
): Promise<boolean> {
  const loaded = instance.loaded.current().value ?? []
  const others = (instance.installed.current().value ?? []).filter((one) =>
    loaded.some(({ name }) => sameModel(name, one.name)),
  )
  const read = () => Promise.all([model, ...others].map((one) => weightsOf(instance, one)))
  const [own, ...theirs] = (await orNull(read)) ?? []
  return own != null && theirs.includes(own)
}

/** Two names of one model share a runner, and Ollama lists it under the name that loaded it first. */
export const isSameModel = (loaded: LoadedModel, model: InstalledModel): boolean =>
  sameModel(loaded.name, model.name) || (loaded.digest !== null && loaded.digest === model.digest)
