import type { ModelActionResult } from '@ollama-dashboard/contracts'
import type { Instance } from '../../instances/instance.ts'
import type { Actor } from '../../kernel/call-context.ts'
import { wait } from '../../kernel/clock.ts'
import { DashboardError } from '../../kernel/errors.ts'
import { retryTransient } from '../../kernel/retry.ts'
import { isTransient } from '../../ollama/errors/ollama-errors.ts'
import { findInstalled, isSameModel } from '../find-model.ts'
import type { TaskContext } from './model-tasks.ts'
import type { ActionTools } from './start-model.ts'

/** Ollama answers an unload at once and does it when running requests have ended: so long is waited for that. */
const unloadLimitMs = 30_000
const pollMs = 150

export interface StopOptions {
  readonly instance: Instance
  readonly model: string
  readonly actor: Actor
  readonly task: TaskContext
}

/** Unloads a model and resolves when `/api/ps` no longer lists it; throws `still_unloading` after 30 s. */
export async function stopModel(
  { instance, model: name, actor, task }: StopOptions,
  { clock, events }: ActionTools,
): Promise<ModelActionResult> {
  const startedAt = clock.now()
  instance.expectReachable()
  const model = await findInstalled(instance, name)
  const elapsedMs = () => clock.now() - startedAt
  const result = { success: true, model: model.name, state: 'unloaded' } as const

  async function isLoaded() {
    const { value, error } = await instance.loaded.refresh()
    if (error) throw error
    return value?.some((one) => isSameModel(one, model)) ?? false
  }

  if (!(await isLoaded())) {
    const message = `"${model.name}" is not loaded.`
    return { ...result, message, changed: false, duration_seconds: elapsedMs() / 1000, attempts: 0 }
  }

  task.enter('unloading', actor)
  events.announce({ type: 'model.unloading', instance: instance.name, model: model.name }, actor)
  const { attempts } = await retryTransient(() => instance.ollama.unload(model.name, task.signal), {
    signal: task.signal,
    isTransient,
    onRetry: task.retried,
    clock,
  })
  const deadline = clock.elapsed() + unloadLimitMs
  while (await isLoaded()) {
    if (clock.elapsed() >= deadline) {
      throw new DashboardError('still_unloading', `"${model.name}" is still loaded after ${unloadLimitMs / 1000} s.`, {
        hint: 'It unloads once the current request is finished.',
      })
    }
    await wait(clock, pollMs, task.signal)
  }
  return {
    ...result,
    message: `"${model.name}" is unloaded.`,
    changed: true,
    duration_seconds: elapsedMs() / 1000,
    attempts,
  }
}
