import type { PromptOverflow } from '../errors.ts'
import type { MemoryInput } from '../ollama/memory-estimate.ts'
import type { ChatCall, ChatLine } from '../ollama/ollama.ts'
import { contextNeeded } from './context-needed.ts'

/** Of a prompt that is text alone; null where it has tools or images, which are tokens that nobody here can count. */
export function charactersOf({ messages, tools }: ChatCall): number | null {
  if (tools && tools.length > 0) return null
  let characters = 0
  for (const message of messages) {
    const { content = '', images = [], tool_calls = [] }: Counted = message
    if (images.length > 0 || tool_calls.length > 0) return null
    characters += String(content).length
  }
  return characters
}

interface Counted {
  readonly content?: unknown
  readonly images?: readonly unknown[]
  readonly tool_calls?: readonly unknown[]
}

/** So much an estimate may be off: between the two nothing is claimed. */
const surelyOver = 1.15
const surelyUnder = 0.85

export interface Guess {
  readonly overflow: PromptOverflow | null
  /** Null where nobody knows. */
  readonly promptTruncated: boolean | null
}

/** Of a server that cuts without a word: what would hold a prompt that is surely too long, and whether it is cut. */
export async function guessOverflow(
  estimatedTokens: number | null,
  contextLength: number | null,
  memory: () => Promise<MemoryInput>,
): Promise<Guess> {
  if (estimatedTokens === null || contextLength === null) return { overflow: null, promptTruncated: null }
  if (estimatedTokens >= contextLength * surelyOver) {
    const overflow = contextNeeded({ promptTokens: null, estimatedTokens, contextLength, memory: await memory() })
    return { overflow, promptTruncated: true }
  }
  return { overflow: null, promptTruncated: estimatedTokens <= contextLength * surelyUnder ? false : null }
}

/**
 * Of a single question that was cut, at least half a context would have been read; of several messages the oldest may
 * have been left out, whatever was read.
 */
export const wasSurelyWhole = (
  { messages }: ChatCall,
  { promptTokens }: ChatLine,
  contextLength: number | null,
): boolean =>
  messages.length === 1 && promptTokens !== null && contextLength !== null && promptTokens < contextLength * 0.45
