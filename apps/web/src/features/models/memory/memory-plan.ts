import type { MemoryEstimate, RunningModel } from '@ollama-dashboard/contracts'
import { bytesAt } from './memory-at.ts'
import { nameOf, type UsableMemory } from './use-usable-memory.ts'

export interface PlanBlock {
  /** `spilt` goes to RAM, beyond the end of the VRAM. */
  readonly kind: 'own' | 'added' | 'model' | 'other' | 'free' | 'spilt'
  readonly bytes: number
  readonly name?: string
}

/** What a context would do to the memory of the host. */
export interface MemoryPlan {
  readonly bytes: number
  /** What it takes as it is; null where that is the same. */
  readonly insteadOf: number | null
  readonly isMeasured: boolean
  /** Null where the memory of its host is not known. */
  readonly outcome: Outcome | null
}

export interface Outcome {
  readonly verdict: 'fits' | 'spills' | 'too big'
  /** The share that runs on the CPU, in percent. */
  readonly spillPercent: number
  readonly isVram: boolean
  /** The memory that the blocks are of, as people call it. */
  readonly place: string
  /** What of it is beyond the reach of the GPU. */
  readonly beyond: string
  /** Loaded models that stay, or that Ollama has to unload for it. */
  readonly others: readonly string[]
  readonly othersStay: boolean
  /** Free afterwards; below zero: so much is missing. */
  readonly leftBytes: number
  /** From left to right, to scale. */
  readonly blocks: readonly PlanBlock[]
}

export interface PlanInput {
  readonly name: string
  readonly memory: MemoryEstimate
  readonly context: number
  /** The context it has as it is: of the loaded model, else what holds without a change. */
  readonly contextNow: number | null
  readonly running: readonly RunningModel[]
  /** Null where it is not known. */
  readonly host: UsableMemory | null
}

/** Less than this is a rounding, and no difference that anybody would see. */
const noticeable = 50_000_000

export function planMemory({ name, memory, context, contextNow, running, host }: PlanInput): MemoryPlan | null {
  const { estimate } = memory
  const own = running.find((model) => model.name === name && model.size !== null)
  const trained = estimate.at(-1)?.context ?? context
  const given = Math.min(context, trained)
  const isRunningSo = own?.allocated_context === given
  const bytes = isRunningSo && own.size !== null ? own.size : bytesAt(estimate, given)
  if (bytes === null) return null
  const now = own?.size ?? (contextNow === null ? null : bytesAt(estimate, contextNow))
  const isMeasured = isRunningSo || estimate.some((point) => point.context === given && point.observed)
  const insteadOf = now !== null && Math.abs(now - bytes) > noticeable ? now : null
  const others = running.filter((model) => model.name !== name)
  return { bytes, insteadOf, isMeasured, outcome: host && outcomeOf(bytes, now ?? bytes, others, host) }
}

function outcomeOf(bytes: number, now: number, running: readonly RunningModel[], host: UsableMemory): Outcome {
  const { isVram, isUnified = false, totalBytes, ramBytes } = host
  const usable = host.bytes
  const held = (model: RunningModel) => (isUnified ? model.size : isVram ? model.size_vram : model.size_ram) ?? 0
  const others = running.filter((model) => held(model) > 0)
  const heldByOthers = others.reduce((sum, model) => sum + held(model), 0)
  const othersStay = bytes <= usable - heldByOthers
  const verdict = bytes <= usable ? 'fits' : isVram && bytes <= usable + ramBytes ? 'spills' : 'too big'
  const room = verdict === 'too big' && isVram ? usable + ramBytes : usable
  const inBar = Math.min(bytes, usable)
  const kept = Math.min(inBar, now)
  const blocks: readonly PlanBlock[] = [
    { kind: 'own', bytes: kept },
    { kind: 'added', bytes: inBar - kept },
    ...(othersStay ? others.map((model) => ({ kind: 'model', name: model.name, bytes: held(model) }) as const) : []),
    { kind: 'other', bytes: totalBytes - usable },
    { kind: 'free', bytes: usable - inBar - (othersStay ? heldByOthers : 0) },
    { kind: 'spilt', bytes: verdict === 'spills' ? bytes - usable : 0 },
  ]
  return {
    verdict,
    // As the table of contexts counts it: what is on the GPU is rounded down.
    spillPercent: verdict === 'spills' ? 100 - Math.floor((usable / bytes) * 100) : 0,
    isVram,
    place: nameOf(host),
    beyond: isUnified ? 'the CPU' : 'RAM',
    others: others.map((model) => model.name),
    othersStay,
    leftBytes: room - bytes - (othersStay ? heldByOthers : 0),
    blocks: blocks.filter((block) => block.kind === 'own' || block.bytes > noticeable),
  }
}
