import type { MemoryEstimate, MemoryRoom, RunningModel } from '@ollama-dashboard/contracts'
import { bytesAt } from './memory-at.ts'

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
  /** None of its layers are to be on a GPU. */
  readonly isOnCpu?: boolean
}

/** What people call each memory. */
export const memoryNames = { vram: 'VRAM', unified: 'unified memory', ram: 'RAM' } as const

type Host = NonNullable<MemoryEstimate['host']>

/** Less than this is a rounding, and no difference that anybody would see. */
const noticeable = 50_000_000

export function planMemory({
  name,
  memory,
  context,
  contextNow,
  running,
  isOnCpu = false,
}: PlanInput): MemoryPlan | null {
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
  const { host = null } = memory
  const outcome = host && outcomeOf({ context: given, bytes, now: now ?? bytes }, others, host, isOnCpu)
  return { bytes, insteadOf, isMeasured, outcome }
}

interface Wanted {
  readonly context: number
  readonly bytes: number
  /** Bytes that it takes as it is. */
  readonly now: number
}

function outcomeOf(wanted: Wanted, running: readonly RunningModel[], host: Host, isOnCpu: boolean): Outcome {
  const { context, bytes, now } = wanted
  const gpu = isOnCpu ? null : host.gpu
  const room = gpu ?? host.cpu
  const { memory, total_bytes: total, usable_bytes: usable } = room
  const fits = (longest: number | null) => longest !== null && context <= longest
  const verdict = fits(room.max_context) ? 'fits' : gpu && fits(host.max_context) ? 'spills' : 'too big'
  const othersStay = fits(room.max_context_without_unloading)
  const held = heldIn(room, host)
  const others = running.filter((model) => held(model) > 0)
  const heldByOthers = others.reduce((sum, model) => sum + held(model), 0)
  const available = verdict === 'too big' && gpu ? host.usable_bytes : usable
  // What Ollama tells of a loaded model, and what is drawn between two points, may differ a little from what the verdict is of.
  const left = available - bytes - (othersStay ? heldByOthers : 0)
  const inBar = Math.min(bytes, usable)
  const kept = Math.min(inBar, now)
  const blocks: readonly PlanBlock[] = [
    { kind: 'own', bytes: kept },
    { kind: 'added', bytes: inBar - kept },
    ...(othersStay ? others.map((model) => ({ kind: 'model', name: model.name, bytes: held(model) }) as const) : []),
    { kind: 'other', bytes: total - usable },
    { kind: 'free', bytes: usable - inBar - (othersStay ? heldByOthers : 0) },
    { kind: 'spilt', bytes: verdict === 'spills' ? bytes - usable : 0 },
  ]
  return {
    verdict,
    // As the table of contexts counts it: what is on the GPU is rounded down.
    spillPercent: verdict === 'spills' ? Math.max(1, 100 - Math.floor((inBar / bytes) * 100)) : 0,
    place: memoryNames[memory],
    beyond: memory === 'unified' ? 'the CPU' : 'RAM',
    others: others.map((model) => model.name),
    othersStay,
    leftBytes: verdict === 'fits' ? Math.max(0, left) : Math.min(0, left),
    blocks: blocks.filter((block) => block.kind === 'own' || block.bytes > noticeable),
  }
}

/** What a loaded model holds of a memory; without a GPU that has its own, all of it is of the one memory there is. */
function heldIn({ memory }: MemoryRoom, { gpu }: Host): (model: RunningModel) => number {
  if (memory === 'unified' || gpu === null) return ({ size }) => size ?? 0
  return memory === 'vram' ? ({ size_vram }) => size_vram ?? 0 : ({ size_ram }) => size_ram ?? 0
}
