import type { RunningModel, SystemStats } from '@ollama-dashboard/contracts'

export interface ModelBlock {
  readonly kind: 'model'
  readonly name: string
  readonly bytes: number
  readonly context: number | null
}

export interface RestBlock {
  readonly kind: 'other' | 'free'
  readonly bytes: number
}

export const isModel = (block: ModelBlock | RestBlock): block is ModelBlock => block.kind === 'model'

export interface Device {
  readonly name: string
  readonly total: number
  readonly used: number
  readonly blocks: readonly (ModelBlock | RestBlock)[]
}

/** Less than this is a rounding of the driver's and no program. */
const noticeable = 50_000_000

/**
 * Memory as bars: what each model holds, what other processes hold, what is free. Ollama does not tell how a model is
 * split over several GPUs, so all their memory is one bar, and so is memory that GPU and processor share.
 */
export function devicesOf(stats: SystemStats, models: readonly RunningModel[]): Device[] {
  const { vram, unified_memory: unified, memory, gpus } = stats
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
function unseenGpu(blocks: readonly ModelBlock[]): Device {
  const held = blocks.reduce((sum, { bytes }) => sum + bytes, 0)
  return { name: 'GPU not readable', total: held, used: held, blocks }
}

const blocksOf = (models: readonly RunningModel[], part: 'size' | 'size_vram' | 'size_ram'): ModelBlock[] =>
  models.flatMap(({ name, allocated_context, [part]: bytes }): ModelBlock[] =>
    bytes ? [{ kind: 'model', name, bytes, context: allocated_context }] : [],
  )

function device(name: string, total: number, measured: number, models: readonly ModelBlock[]): Device {
  const held = models.reduce((sum, { bytes }) => sum + bytes, 0)
  // Ollama's figure and the system's are of two moments: the models' own is never cut short.
  const used = Math.min(total, Math.max(measured, held))
  const rest: RestBlock[] = [
    { kind: 'other', bytes: used - held },
    { kind: 'free', bytes: total - used },
  ]
  return { name, total, used, blocks: [...models, ...rest.filter(({ bytes }) => bytes > noticeable)] }
}

/** "NVIDIA GeForce RTX 4090" is "RTX 4090" to whoever owns it. */
const shortName = (name: string): string => name.replace(/^(?:NVIDIA|AMD|Apple|Intel)\s+(?:GeForce\s+)?/i, '')
