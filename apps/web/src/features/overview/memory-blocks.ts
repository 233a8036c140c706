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

export interface Device {
  readonly name: string
  readonly total: number
  readonly used: number
  readonly blocks: readonly (ModelBlock | RestBlock)[]
}

/** Less than this is a rounding of the driver's and no program. */
const noticeable = 50_000_000

/**
 * Memory as bars: what each model holds, what other programs hold, what is free. Ollama does not tell how a model is
 * split over several GPUs, so all their memory is one bar.
 */
export function devicesOf({ vram, memory, gpus }: SystemStats, models: readonly RunningModel[]): Device[] {
  const ram = device('RAM', memory.total, memory.used, blocksOf(models, 'size_ram'))
  if (!vram) return [ram]
  const [first] = gpus
  const name = gpus.length > 1 ? `${gpus.length} GPUs` : shortName(first?.name ?? 'GPU')
  return [device(name, vram.total, vram.used, blocksOf(models, 'size_vram')), ram]
}

const blocksOf = (models: readonly RunningModel[], part: 'size_vram' | 'size_ram'): ModelBlock[] =>
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
