import { type ChatMetrics, limits } from '@ollama-dashboard/contracts'
import type { PromptOverflow } from '../kernel/errors.ts'
import type { ChatLine } from '../ollama/ollama.ts'

export interface MetricsInput {
  /** The last line; null where the reply ended before it. */
  readonly last: ChatLine | null
  readonly timeToFirstTokenMs: number | null
  /** The context in force, in tokens. */
  readonly contextLength: number | null
  readonly promptTruncated: boolean | null
  readonly overflow: PromptOverflow | null
  readonly stoppedAt: ChatMetrics['stopped_at'] | null
  /** Set for a truncated prompt, or a reply that filled the context. */
  readonly contextNeeded: Pick<PromptOverflow, 'context_needed' | 'context_needed_fits'> | null
}

const nothingTold = {
  doneReason: null,
  promptTokens: null,
  completionTokens: null,
  evalDurationNs: null,
  loadDurationNs: null,
}

/** A model that was warm is handed out within some milliseconds, which are no load. */
const minLoadNs = 100_000_000

/** How a reply went. Ollama leaves out counters that are zero, and those of a reply of one token. */
export function chatMetrics(input: MetricsInput): ChatMetrics {
  const { last, timeToFirstTokenMs, contextLength, promptTruncated, overflow, stoppedAt, contextNeeded } = input
  const { doneReason, promptTokens, completionTokens, evalDurationNs, loadDurationNs } = last ?? nothingTold
  const used = promptTokens === null ? null : promptTokens + (completionTokens ?? 0)
  return {
    time_to_first_token_ms: timeToFirstTokenMs === null ? null : rounded(timeToFirstTokenMs, 1),
    tokens_per_second:
      completionTokens && evalDurationNs ? rounded((completionTokens / evalDurationNs) * 1e9, 2) : null,
    prompt_tokens: promptTokens,
    completion_tokens: completionTokens,
    load_seconds: loadDurationNs === null ? null : loadDurationNs < minLoadNs ? 0 : rounded(loadDurationNs / 1e9, 3),
    context_used_percent:
      used === null || !contextLength ? null : rounded(Math.min(100, (used / contextLength) * 100), 1),
    ...(typeof overflow?.prompt_tokens === 'number' && { prompt_tokens_uncut: overflow.prompt_tokens }),
    prompt_truncated: promptTruncated,
    context_length: contextLength,
    context_needed: contextNeeded?.context_needed ?? null,
    context_needed_fits: contextNeeded?.context_needed_fits ?? null,
    ...(doneReason !== null && { done_reason: doneReason.slice(0, limits.doneReasonLength) }),
    ...(stoppedAt && { stopped_at: stoppedAt }),
  }
}

const rounded = (value: number, digits: number): number => Math.round(value * 10 ** digits) / 10 ** digits
