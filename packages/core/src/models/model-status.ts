import { type ModelStatus, sameModel } from '@ollama-dashboard/contracts'
import type { ModelTasks, Target } from './actions/model-tasks.ts'
import { isSameModel } from './find-model.ts'

/** How a model stands by the last good answers; throws why only where Ollama never gave any. */
export async function modelStatus({ instance, model: name }: Target, tasks: ModelTasks): Promise<ModelStatus> {
  const [installed, loaded] = await Promise.all([instance.installed.read(), instance.loaded.read()])
  if (installed.value === null && installed.error) throw installed.error
  const model = installed.value?.find((one) => sameModel(one.name, name))
  const shown = model?.name ?? name

  if (!model)
    return { model: shown, status: 'not_found', ready: false, message: `"${shown}" is not installed. Pull it first.` }
  if (tasks.working(instance).some((one) => one.state === 'loading' && sameModel(one.model, name))) {
    return { model: shown, status: 'loading', ready: false, message: `"${shown}" is loading.` }
  }
  if (loaded.value?.some((one) => isSameModel(one, model))) {
    return { model: shown, status: 'running', ready: true, message: `"${shown}" is loaded.` }
  }
  return { model: shown, status: 'available', ready: false, message: `"${shown}" is not loaded.` }
}
