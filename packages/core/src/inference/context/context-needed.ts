import { contextBounds } from '@ollama-dashboard/contracts'
import type { PromptOverflow } from '../../kernel/errors.ts'
import { fitsIn } from '../../memory/host-memory.ts'
import { type MemoryInput, memoryAt } from '../../memory/memory-estimate.ts'

export interface NeededInput {
  /** Prompt tokens counted by the server. */
  readonly promptTokens: number | null
  /** By what was seen of the model before, for a server that does not count. */
  readonly estimatedTokens: number | null
  /** The context in force. */
  readonly contextLength: number | null
  readonly memory: MemoryInput
}

/** Min tokens left for a reply, unless the trained context is too small for both. */
const roomForReply = 256

/**
 * The next context that holds a prompt: a power of two, or the most that the model was trained for and that can be
 * saved; null where that does not hold it either.
 */
export function contextNeeded(input: NeededInput): PromptOverflow {
  const { promptTokens, estimatedTokens, contextLength, memory } = input
  const trained = memory.architecture.trainedContext
  // It is longer than the context that is in force, whatever was estimated.
  const tokens = promptTokens ?? (estimatedTokens === null ? null : Math.max(estimatedTokens, (contextLength ?? 0) + 1))
  const needed = tokens === null ? null : nextContext(tokens, trained)
  const bytes = needed === null ? null : memoryAt(memory, needed)
  return {
    prompt_tokens: promptTokens,
    context_length: contextLength,
    context_needed: needed,
    context_needed_fits: bytes === null ? null : fitsIn(bytes, memory.host),
  }
}

function nextContext(tokens: number, trained: number | null): number | null {
  const power = 2 ** Math.ceil(Math.log2(tokens + roomForReply))
  const most = Math.min(trained ?? contextBounds.maximum, contextBounds.maximum)
  if (power <= most) return power
  return tokens <= most ? most : null
}
