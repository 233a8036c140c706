import { type DeletePreview, type DeleteResult, sameModel } from '@ollama-dashboard/contracts'
import type { Instance } from '../../instances/instance.ts'
import { DashboardError } from '../../kernel/errors.ts'
import { retryTransient } from '../../kernel/retry.ts'
import { formatSize } from '../../kernel/text/format-size.ts'
import { isTransient } from '../../ollama/errors/ollama-errors.ts'
import type { InstalledModel } from '../../ollama/ollama.ts'
import { findInstalled, isSameModel } from '../find-model.ts'
import type { ActionTools } from './start-model.ts'
import { type StopOptions, stopModel } from './stop-model.ts'
import { whatDeletingFrees } from './what-deleting-frees.ts'

export interface DeleteTools extends ActionTools {
  /** Where a server keeps its models; null where that is not on this machine. */
  readonly modelsFolder: (instance: Instance) => string | null
}

/** What to do about a model that is to be deleted and is not there. */
export const absentHint = 'Check the name; it may already be deleted.'

/** What deleting would mean. `is_running` tells whether the model would be unloaded for that. */
export async function previewDelete(
  instance: Instance,
  name: string,
  signal: AbortSignal,
  { modelsFolder }: Pick<DeleteTools, 'modelsFolder'>,
): Promise<Omit<DeletePreview, 'saved_settings'>> {
  await instance.installed.refresh()
  const model = await findInstalled(instance, name, absentHint)
  signal.throwIfAborted()
  const [freed, isRunning] = await Promise.all([
    whatDeletingFrees(instance, model, modelsFolder(instance)),
    isLoadedAs(instance, model),
  ])
  return {
    model: model.name,
    size: model.size,
    freed_bytes: freed.bytes,
    shared_with: [...freed.sharedWith],
    is_running: isRunning,
  }
}

/** Unloads a model and deletes it; resolves when no list has it any more. */
export async function deleteModel(
  options: StopOptions,
  tools: DeleteTools,
): Promise<Omit<DeleteResult, 'settings_removed'>> {
  const { instance, actor, task } = options
  instance.expectReachable()
  await instance.installed.refresh()
  const model = await findInstalled(instance, options.model, absentHint)
  const freed = await whatDeletingFrees(instance, model, tools.modelsFolder(instance))
  if (await isLoadedAs(instance, model)) await stopModel(options, tools)
  task.signal.throwIfAborted()

  await deleteFiles(instance, model, options, tools)
  await forget(instance, model)
  const detail = freedText(freed.bytes)
  const about = { instance: instance.name, model: model.name, ...(detail && { detail }) }
  tools.events.announce({ type: 'model.deleted', ...about }, actor)
  return {
    success: true,
    message: [`"${model.name}" is deleted.`, detail].filter((part) => part !== null).join(' '),
    model: model.name,
    freed_bytes: freed.bytes,
  }
}

/** In memory under its own name, or under one that is gone: a copy that runs goes on when this one is deleted. */
async function isLoadedAs(instance: Instance, model: InstalledModel): Promise<boolean> {
  const { value, error } = await instance.loaded.refresh()
  if (error) throw error
  const others = (instance.installed.current().value ?? []).filter(({ name }) => !sameModel(name, model.name))
  return (value ?? []).some(
    (loaded) => isSameModel(loaded, model) && !others.some(({ name }) => sameModel(name, loaded.name)),
  )
}

/** Once sent it is not called back: a caller who leaves then finds the model gone. Sent again only while it is still listed. */
async function deleteFiles(
  instance: Instance,
  model: InstalledModel,
  { task }: StopOptions,
  { clock }: DeleteTools,
): Promise<void> {
  let mayHaveArrived = false
  const attempt = async () => {
    try {
      await instance.ollama.delete(model.name)
    } catch (error) {
      mayHaveArrived ||= isUnanswered(error)
      if (mayHaveArrived && (await isGone(instance, model))) return
      throw error
    }
  }
  await retryTransient(attempt, { signal: task.signal, isTransient, clock, onRetry: task.retried })
}

const isUnanswered = (error: unknown): boolean =>
  error instanceof DashboardError && (error.code === 'ollama_unreachable' || error.code === 'ollama_timeout')

async function isGone(instance: Instance, model: InstalledModel): Promise<boolean> {
  const { value, error } = await instance.installed.refresh()
  return error === null && !value?.some(({ name }) => sameModel(name, model.name))
}

async function forget(instance: Instance, model: InstalledModel): Promise<void> {
  const { value, error } = await instance.installed.refresh()
  const left = value ?? []
  if (!error && left.some(({ name }) => sameModel(name, model.name))) {
    throw new DashboardError('ollama_error', `Ollama still lists "${model.name}" after deleting it.`, {
      hint: 'Check the Ollama log, then try again.',
    })
  }
  // What is known of a copy is known by the same digest.
  if (model.digest !== null && left.some(({ digest }) => digest === model.digest)) return
  instance.shown.forget(model)
  instance.traits.forget(model)
}

function freedText(bytes: number | null): string | null {
  if (bytes === null) return null
  return bytes === 0 ? 'Its layers are shared with other models and stay.' : `It freed ${formatSize(bytes)}.`
}
