import type { RunningModel, SystemStats } from '@ollama-dashboard/contracts'

export interface ModelBlock {
  readonly kind: 'model'
  readonly name: string
  readonly bytes: number
  readonly context: number | null
}

/** A model that loads, or one that leaves: of one that is gone already, what is not yet measured as free. */
export interface MovingBlock {
  readonly kind: 'moving'
  readonly name: string
  readonly word: 'loading' | 'unloading'
  readonly bytes: number
}

export type Block = ModelBlock | MovingBlock | RestBlock

export interface RestBlock {
  readonly kind: 'other' | 'free'
  readonly bytes: number
}

/** What a model holds, or is about to hold or let go. */
export const isNamed = (block: Block): block is ModelBlock | MovingBlock =>
  block.kind === 'model' || block.kind === 'moving'

export interface Device {
  readonly name: string
  readonly total: number
  readonly used: number
  readonly blocks: readonly Block[]
}

type HeldBlock = ModelBlock | MovingBlock

/** What is on its way, and what other processes held before, by device. */
interface Moves {
  readonly moving: ReadonlyMap<string, Pick<MovingBlock, 'word'>>
  readonly others: ReadonlyMap<string, number>
}

/** Less than this is a rounding of the driver's and no program. */
const noticeable = 50_000_000

/**
 * Memory as bars: what each model holds, what other processes hold, what is free. Ollama does not tell how a model is
 * split over several GPUs, so all their memory is one bar, and so is memory that GPU and processor share.
 */
export function devicesOf(stats: SystemStats, models: readonly RunningModel[], moves?: Moves): Device[] {
  const { vram, unified_memory: unified, memory, gpus } = stats
  const device = deviceWith(moves)
  if (unified) return [device('Unified memory', unified.total, unified.used, blocksOf(models, 'size'))]
  if (!vram && gpus.some((gpu) => gpu.memory === 'unified')) {
    return [device('RAM', memory.total, memory.used, blocksOf(models, 'size'))]
  }
  const ram = device('RAM', memory.total, memory.used, blocksOf(models, 'size_ram'))
  const onGpu = blocksOf(models, 'size_vram')
  if (!vram) return onGpu.length > 0 ? [unseenGpu(onGpu), ram] : [ram]
  const own = gpus.filter(({ memory: kind, runs_models }) => kind === 'dedicated' && runs_models)
  const name = own.length > 1 ? `${own.length} GPUs` : shortName(own[0]?.name ?? 'GPU')
  return [device(name, vram.total, vram.used, onGpu), ram]
}

/** Ollama says that it uses a GPU whose memory cannot be read here: what it holds is all that is known. */
function unseenGpu(blocks: readonly HeldBlock[]): Device {
  const held = blocks.reduce((sum, { bytes }) => sum + bytes, 0)
  return { name: 'GPU not readable', total: held, used: held, blocks }
}

const blocksOf = (models: readonly RunningModel[], part: 'size' | 'size_vram' | 'size_ram'): HeldBlock[] =>
  models.flatMap(({ name, state, allocated_context, [part]: bytes }): HeldBlock[] => {
    if (!bytes) return []
    if (state === 'unloading') return [{ kind: 'moving', name, word: state, bytes }]
    return [{ kind: 'model', name, bytes, context: allocated_context }]
  })

const deviceWith =
  (moves: Moves | undefined) =>
  (name: string, total: number, measured: number, models: readonly HeldBlock[]): Device => {
    const held = models.reduce((sum, { bytes }) => sum + bytes, 0)
    // Ollama's figure and the system's are of two moments: the models' own is never cut short.
    const used = Math.min(total, Math.max(measured, held))
    const rest = used - held
    const [moving] = moves?.moving ?? []
    const other = moving ? Math.min(rest, moves?.others.get(name) ?? rest) : rest
    const more: Block[] = [
      // How several would share it is not known.
      ...(moving ? [{ kind: 'moving' as const, name: moving[0], word: moving[1].word, bytes: rest - other }] : []),
      { kind: 'other', bytes: other },
      { kind: 'free', bytes: total - used },
    ]
    return { name, total, used, blocks: [...models, ...more.filter(({ bytes }) => bytes > noticeable)] }
  }

/** "NVIDIA GeForce RTX 4090" is "RTX 4090" to whoever owns it. */
const shortName = (name: string): string => name.replace(/^(?:NVIDIA|AMD|Apple|Intel)\s+(?:GeForce\s+)?/i, '')
