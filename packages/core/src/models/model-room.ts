import type { ModelRoom } from '@ollama-dashboard/contracts'
import type { Instance } from '../instances/instance.ts'
import type { CallContext } from '../kernel/call-context.ts'
import { orNull } from '../kernel/errors.ts'
import { sees } from '../kernel/rights/sees.ts'
import { fitsIn, leftBeside } from '../memory/host-memory.ts'
import { estimateMemory } from '../memory/memory-estimate.ts'
import type { ModelMemory } from '../memory/model-memory.ts'
import type { Room } from '../memory/plan-load.ts'
import { isSameModel } from './find-model.ts'
import { heldByOthers } from './residents.ts'

export interface RoomTools {
  readonly memoryOf: ModelMemory
  /** Null where its memory is not known. */
  readonly roomOf: (instance: Instance) => Promise<Room | null>
}

const noRoom: ModelRoom = { model: null, context: null }

/** The largest model for chats that fits beside those that are loaded, with the longest context that does. */
export async function modelRoom(
  instance: Instance,
  { actor, signal }: CallContext,
  { memoryOf, roomOf }: RoomTools,
): Promise<ModelRoom> {
  const { value: installed } = await instance.installed.read()
  const { value: loaded } = await instance.loaded.read()
  const room = await roomOf(instance)
  if (!room || !installed || !loaded || loaded.length >= room.maxLoaded) return noRoom
  const largestFirst = installed
    .filter(({ name }) => sees(actor, { model: name }))
    .filter((model) => !model.remote && model.size !== null && !loaded.some((one) => isSameModel(one, model)))
    .filter((model) => instance.traits.of(model).capabilities?.includes('completion'))
    .sort((a, b) => (b.size ?? 0) - (a.size ?? 0))
  for (const model of largestFirst) {
    signal.throwIfAborted()
    const others = heldByOthers(instance, model)
    // What does not fit without a context is not asked about.
    if (fitsIn(model.size ?? 0, leftBeside(room.host, others)) !== 'yes') continue
    const memory = await orNull(() => memoryOf(instance, model))
    const estimate = memory && estimateMemory(memory, others)
    const longest = (estimate?.host?.gpu ?? estimate?.host?.cpu)?.max_context_without_unloading ?? 0
    const context = estimate?.estimate.findLast((point) => point.context <= longest)?.context
    if (context !== undefined) return { model: model.name, context }
  }
  return noRoom
}
