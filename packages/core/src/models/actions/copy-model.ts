import type { CopyResult } from '@ollama-dashboard/contracts'
import type { Instance } from '../../instances/instance.ts'
import { DashboardError } from '../../kernel/errors.ts'
import { retryTransient } from '../../kernel/retry.ts'
import { isTransient } from '../../ollama/errors/ollama-errors.ts'
import type { InstalledModel } from '../../ollama/ollama.ts'
import { findInstalled, findInstalledOrNull } from '../find-model.ts'
import type { ActionTools } from './start-model.ts'
import type { StopOptions } from './stop-model.ts'

export interface CopyOptions extends Omit<StopOptions, 'model'> {
  readonly source: string
  readonly destination: string
}

/** Gives a model a second name; throws `model_exists` where that is taken, since Ollama would overwrite it without a word. */
export async function copyModel(
  { instance, source, destination, actor, task }: CopyOptions,
  { clock, events }: ActionTools,
): Promise<CopyResult> {
  instance.expectReachable()
  const { error } = await instance.installed.refresh()
  if (error) throw error
  const model = await findInstalled(instance, source)
  const taken = await findInstalledOrNull(instance, destination)
  if (taken) {
    throw new DashboardError('model_exists', `"${taken.name}" is already installed.`, {
      hint: 'Choose another name, or delete that model first.',
    })
  }

  // The name was free: a copy that arrived and was not answered is written once more, and is the same.
  const attempt = () => instance.ollama.copy(model.name, destination)
  await retryTransient(attempt, { signal: task.signal, isTransient, clock, onRetry: task.retried })
  // Ollama keeps the spelling of parts of a name that it has already.
  const copy = (await findListed(instance, destination))?.name ?? destination
  const detail = `Copied from "${model.name}".`
  events.announce({ type: 'model.copied', instance: instance.name, model: copy, detail }, actor)
  return {
    success: true,
    message: `"${model.name}" is copied to "${copy}".`,
    source: model.name,
    destination: copy,
  }
}

/** The copy is made: that its server no longer answers does not undo it. */
async function findListed(instance: Instance, name: string): Promise<InstalledModel | null> {
  try {
    return await findInstalledOrNull(instance, name)
  } catch (error) {
    if (error instanceof DashboardError) return null
    throw error
  }
}
