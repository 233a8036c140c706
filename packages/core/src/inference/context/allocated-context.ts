import type { Instance } from '../../instances/instance.ts'
import type { Clock } from '../../kernel/clock.ts'
import type { Reading } from '../../kernel/collector/reading.ts'
import type { Runner } from '../../models/actions/runner-options.ts'
import { isSameModel } from '../../models/find-model.ts'
import type { InstalledModel, LoadedModel } from '../../ollama/ollama.ts'

/** Timeout of `/api/ps`: a complete reply does not wait longer for it. */
const patienceMs = 1000

interface Loaded {
  readonly instance: Instance
  readonly model: InstalledModel
  /** What the model is loaded with. */
  readonly runner: Runner
}

/**
 * The context in tokens: as it is given to whoever asks for one; else as `/api/ps` tells it. What it told
 * before this request holds no more, since the model may have been loaded anew. Null where it does not tell in time.
 */
export async function allocatedContext(
  { instance, model, runner }: Loaded,
  clock: Clock,
  reading: () => Promise<Reading<readonly LoadedModel[]>> = instance.loaded.refresh,
): Promise<number | null> {
  if (runner.num_ctx !== undefined) return runner.num_ctx
  if (model.remote) return null
  const read = await inTime(reading(), clock)
  if (!read || read.error) return null
  return read.value?.find((one) => isSameModel(one, model))?.contextLength ?? null
}

async function inTime<T>(promise: Promise<T>, clock: Clock): Promise<T | null> {
  const late = Promise.withResolvers<null>()
  const cancel = clock.after(patienceMs, () => late.resolve(null))
  try {
    return await Promise.race([promise, late.promise])
  } finally {
    cancel()
  }
}
