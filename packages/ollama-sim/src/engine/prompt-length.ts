import type { Habits } from '../habits.ts'
import { ApiError } from '../http/api-error.ts'
import { llamaServerError } from './engine-error.ts'

/** Tokens a single prompt keeps of what is too long for the context, or the refusal of `truncate: false`. */
export function fitPrompt(tokens: number, context: number, truncate: boolean, habits: Habits): number {
  if (tokens <= context) return tokens
  if (!truncate) throw tooLong(tokens, context, habits)
  return habits.cutsPromptToHalf ? Math.floor(context / 2) + 2 : context
}

/** A chat loses its oldest messages first; a last message that is too long by itself is cut like a prompt. */
export function fitMessages(tokens: readonly number[], context: number, truncate: boolean, habits: Habits): number {
  const total = tokens.reduce((sum, count) => sum + count, 0)
  if (total <= context) return total
  if (!truncate) throw tooLong(total, context, habits)
  let kept = tokens.at(-1) ?? 0
  for (const count of tokens.slice(0, -1).toReversed()) {
    if (kept + count > context) break
    kept += count
  }
  return fitPrompt(kept, context, truncate, habits)
}

function tooLong(tokens: number, context: number, habits: Habits): ApiError {
  if (!habits.engineErrorsAreJson) return new ApiError(400, 'the input length exceeds the context length')
  const message = `request (${tokens} tokens) exceeds the available context size (${context} tokens), try increasing it`
  return llamaServerError('exceed_context_size_error', message, { n_prompt_tokens: tokens, n_ctx: context })
}
