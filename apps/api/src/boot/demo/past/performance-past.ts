import type { DemoPast } from '@ollama-dashboard/core'
import type { SimulatedPast } from '@ollama-dashboard/ollama-sim'
import { speedOf } from './slowed.ts'

/** How fast its models were. */
export const performancePast =
  ({ requests }: SimulatedPast): DemoPast =>
  async ({ request, now }) => {
    for (const one of requests) {
      const { model, endedAt, failed, loadMs, firstTokenMs, promptTokens, replyTokens } = one
      const metrics = {
        tokens_per_second: speedOf(one, now),
        time_to_first_token_ms: firstTokenMs,
        load_seconds: loadMs / 1000,
        prompt_tokens: promptTokens,
        completion_tokens: replyTokens,
      }
      await request({ model, by: null, metrics: failed ? null : metrics }, endedAt)
    }
  }
