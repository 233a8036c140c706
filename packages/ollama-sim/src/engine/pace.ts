import type { SimulatedModel } from '../scenarios/simulated-model.ts'
import { dimension } from './memory-need.ts'
import type { Runner } from './runner.ts'

// Every token reads the weights it uses once: what the memory of a good card and of a PC delivers, in bytes per second.
const VRAM_BANDWIDTH = 650e9
const RAM_BANDWIDTH = 45e9
// A model of a few megabytes is held up by everything else.
const FASTEST = 400
const PROMPT_TIMES_FASTER = 25

/** Tokens a second, by where the model lies and how much of it one token uses. */
export function tokensPerSecond(runner: Pick<Runner, 'model' | 'size' | 'sizeVram'>): number {
  const used = dimension(runner.model, 'expert_used_count')
  const experts = dimension(runner.model, 'expert_count')
  // Attention and embeddings, about a tenth, are used by every token of a mixture of experts too.
  const active = used === undefined || experts === undefined ? 1 : 0.1 + (0.9 * used) / experts
  const gpuShare = runner.size === 0 ? 0 : runner.sizeVram / runner.size
  const secondsPerByte = gpuShare / VRAM_BANDWIDTH + (1 - gpuShare) / RAM_BANDWIDTH
  return Math.min(FASTEST, 1 / (runner.model.size * active * secondsPerByte))
}

export const promptTokensPerSecond = (generation: number): number => generation * PROMPT_TIMES_FASTER

// A disk that reads 2.2 GB a second, after the process has started.
const LOAD_BYTES_PER_MS = 2_200_000
const START_MS = 250

/** How long it takes until a model is in memory. */
export const loadMsOf = ({ size }: Pick<SimulatedModel, 'size'>): number => START_MS + size / LOAD_BYTES_PER_MS
