import { DashboardError, type PromptOverflow } from '../errors.ts'
import type { ChatCall, ChatLine, Ollama } from '../ollama/ollama.ts'

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
  readonly explain: (overflow: PromptOverflow) => Promise<PromptOverflow>
}

/**
 * Asks for a reply so that a prompt longer than the context is never cut silently: it is refused first, at no cost, and
 * cut only where the caller lets it be. The first line is awaited, so that a refusal shows.
 */
export async function askGuarded(ollama: Ollama, call: ChatCall, options: GuardOptions): Promise<GuardedReply> {
  const { signal, canRefuse, onOverflow, explain } = options
  if (!canRefuse) return { lines: ollama.chat(call, signal), overflow: null }
  try {
    return { lines: await begun(ollama.chat({ ...call, truncate: false }, signal)), overflow: null }
  } catch (error) {
    if (!(error instanceof DashboardError) || error.code !== 'prompt_too_long' || !error.overflow) throw error
    const overflow = await explain(error.overflow)
    if (onOverflow === 'error') throw tooLong(overflow, error)
    return { lines: ollama.chat(call, signal), overflow }
  }
}

/** The same lines, of which the first is there already. */
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

function tooLong(overflow: PromptOverflow, cause: DashboardError): DashboardError {
  const { prompt_tokens, context_length, context_needed } = overflow
  const tokens = prompt_tokens === null ? 'The prompt is' : `The prompt has ${prompt_tokens} tokens,`
  const context = context_length === null ? 'the context' : `the context of ${context_length} tokens`
  const longer = prompt_tokens === null ? `${tokens} longer than ${context}.` : `${tokens} more than ${context}.`
  const hint =
    context_needed === null
      ? 'Shorten the prompt, or raise num_ctx.'
      : `Set num_ctx to ${context_needed}, or shorten the prompt.`
  return new DashboardError('prompt_too_long', longer, { hint, cause, overflow })
}
