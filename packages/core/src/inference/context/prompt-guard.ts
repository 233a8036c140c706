import { DashboardError, type PromptOverflow } from '../../kernel/errors.ts'
import type { ChatCall, ChatLine, Ollama } from '../../ollama/ollama.ts'

export interface GuardedReply {
  readonly lines: AsyncGenerator<ChatLine, void, void>
  /** What the first answer said of a prompt that was too long; null where it fitted, or nobody looked. */
  readonly overflow: PromptOverflow | null
}

export interface GuardOptions {
  readonly signal: AbortSignal
  /** The server refuses a prompt that is too long when it is asked to, instead of cutting it without a word. */
  readonly canRefuse: boolean
  readonly onOverflow: 'truncate' | 'error'
  /** Completes what the server told of a prompt that is too long. */
  readonly completeOverflow: (overflow: PromptOverflow) => Promise<PromptOverflow>
  /** Predicts the overflow of a prompt that the server would silently truncate; null if uncertain. */
  readonly predictOverflow: () => Promise<PromptOverflow | null>
}

/**
 * Asks for a reply so that a prompt longer than the context is never cut silently: it is refused first, at no cost, and
 * cut only where the caller lets it be. The first line is awaited, so that a refusal shows.
 */
export async function askGuarded(
  ollama: Pick<Ollama, 'chat'>,
  call: ChatCall,
  options: GuardOptions,
): Promise<GuardedReply> {
  const { signal, canRefuse, onOverflow, completeOverflow, predictOverflow } = options
  if (!canRefuse) {
    const predicted = onOverflow === 'error' ? await predictOverflow() : null
    if (predicted) throw tooLong(predicted)
    return { lines: ollama.chat(call, signal), overflow: null }
  }
  try {
    return { lines: await begun(ollama.chat({ ...call, truncate: false }, signal)), overflow: null }
  } catch (error) {
    const refused = overflowIn(error)
    if (!refused) throw error
    const overflow = await completeOverflow(refused)
    if (onOverflow === 'error') throw tooLong(overflow, error)
    return { lines: await cut(ollama.chat(call, signal), overflow), overflow }
  }
}

/** A last message that is too long by itself is refused again, by some servers without a count. */
async function cut(lines: AsyncGenerator<ChatLine, void, void>, overflow: PromptOverflow) {
  try {
    return await begun(lines)
  } catch (error) {
    throw overflowIn(error) ? tooLong(overflow, error) : error
  }
}

/** Null: the failure is another one. */
const overflowIn = (error: unknown): PromptOverflow | null =>
  (error instanceof DashboardError && error.details.prompt_too_long) || null

/** Waits for the first line, then yields all lines. */
async function begun(lines: AsyncGenerator<ChatLine, void, void>): Promise<AsyncGenerator<ChatLine, void, void>> {
  const first = await lines.next()
  return (async function* () {
    try {
      if (!first.done) yield first.value
      yield* lines
    } finally {
      await lines.return()
    }
  })()
}

function tooLong(overflow: PromptOverflow, cause?: unknown): DashboardError {
  const { prompt_tokens, context_length, context_needed } = overflow
  const tokens = prompt_tokens === null ? 'The prompt is' : `The prompt has ${prompt_tokens} tokens,`
  const context = context_length === null ? 'the context' : `the context of ${context_length} tokens`
  const longer = prompt_tokens === null ? `${tokens} longer than ${context}.` : `${tokens} more than ${context}.`
  const hint =
    context_needed === null
      ? 'Shorten the prompt, or raise num_ctx.'
      : `Set num_ctx to ${context_needed}, or shorten the prompt.`
  return new DashboardError('prompt_too_long', longer, { hint, cause, details: { prompt_too_long: overflow } })
}
