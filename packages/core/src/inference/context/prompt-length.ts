import type { ChatCall, ChatLine } from '../../ollama/ollama.ts'

/** In UTF-8, of a prompt that is text alone; null where it has tools or images, which are tokens that nobody here can count. */
export function bytesOf({ messages, tools }: ChatCall): number | null {
  if (tools && tools.length > 0) return null
  let bytes = 0
  for (const message of messages) {
    const { content = '', images = [], tool_calls = [] }: Counted = message
    if (images.length > 0 || tool_calls.length > 0) return null
    bytes += Buffer.byteLength(String(content))
  }
  return bytes
}

/** What was thought before some templates repeat and others leave out. */
export const thoughtBytesOf = ({ messages }: ChatCall): number =>
  messages.reduce((sum, { thinking = '' }: Counted) => sum + Buffer.byteLength(String(thinking)), 0)

interface Counted {
  readonly content?: unknown
  readonly thinking?: unknown
  readonly images?: readonly unknown[]
  readonly tool_calls?: readonly unknown[]
}

/** What a template says around each message, and what it says once, in tokens; a generous guess. */
const aroundMessage = 16
const onceInPrompt = 64

/** No tokeniser makes more than one token of a byte. */
export const maxTokensOf = ({ messages }: ChatCall, bytes: number): number =>
  bytes + messages.length * aroundMessage + onceInPrompt

/** Error margin of an estimate: within it, no claim is made. */
const surelyOver = 1.15
const surelyUnder = 0.85

/** Whether a prompt is longer than the context by an estimate; null where that is not sure. */
export function isTooLong(estimatedTokens: number | null, contextLength: number | null): boolean | null {
  if (estimatedTokens === null || contextLength === null) return null
  if (estimatedTokens >= contextLength * surelyOver) return true
  return estimatedTokens <= contextLength * surelyUnder ? false : null
}

/**
 * Whether a prompt was certainly read whole. A truncated single message still fills at least half the context. With
 * several messages nothing is certain, since Ollama may drop the oldest.
 */
export const wasSurelyWhole = (
  { messages }: ChatCall,
  { promptTokens }: ChatLine,
  contextLength: number | null,
): boolean =>
  messages.length === 1 && promptTokens !== null && contextLength !== null && promptTokens < contextLength * 0.45

/** What Ollama keeps of the beginning of a prompt when it is not told. Source: api.DefaultOptions of Ollama. */
const defaultNumKeep = 4

/**
 * Whether as much of a prompt was read as is left when the second half of a context is thrown away. A model of Ollama's
 * own engine, or behind a gateway that drops what it does not know, ignores `truncate: false`: ollama#17889.
 */
export function wasHalved(call: ChatCall, { promptTokens }: ChatLine, contextLength: number | null): boolean {
  if (contextLength === null || promptTokens === null) return false
  const given = call.options?.['num_keep']
  const numKeep = typeof given === 'number' && given >= 0 ? given : defaultNumKeep
  if (promptTokens !== numKeep + Math.floor((contextLength - numKeep) / 2)) return false
  const bytes = bytesOf(call)
  return bytes === null || maxTokensOf(call, bytes) > contextLength
}
