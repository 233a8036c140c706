import type { PromptOverflow } from '../errors.ts'
import { fitsIn, type MemoryInput, memoryAt } from '../ollama/memory-estimate.ts'

export interface NeededInput {
  readonly promptTokens: number | null
  /** The context in force. */
  readonly contextLength: number | null
  readonly memory: MemoryInput
}

/** So much room is left for a reply at least. */
const roomForReply = 256

/** The next context that holds a prompt: a power of two, or all that the model was trained for; null where none does. */
export function contextNeeded({ promptTokens, contextLength, memory }: NeededInput): PromptOverflow {
  const trained = memory.architecture.trainedContext
  const needed = promptTokens === null ? null : nextContext(promptTokens + roomForReply, trained)
  const bytes = needed === null ? null : memoryAt(memory, needed)
  return {
    prompt_tokens: promptTokens,
    context_length: contextLength,
    context_needed: needed,
    context_needed_fits: bytes === null ? null : fitsIn(bytes, memory.host),
  }
}

function nextContext(tokens: number, trained: number | null): number | null {
  const power = 2 ** Math.ceil(Math.log2(tokens))
  if (trained === null || power <= trained) return power
  return tokens <= trained ? trained : null
}
