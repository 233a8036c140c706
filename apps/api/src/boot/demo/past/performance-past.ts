import type { DemoPast } from '@ollama-dashboard/core'
import type { SimulatedPast } from '@ollama-dashboard/ollama-sim'

/** How fast its models were. */
export const performancePast =
  ({ requests }: SimulatedPast): DemoPast =>
  async ({ request }) => {
    for (const {
      model,
      endedAt,
      failed,
      loadMs,
      firstTokenMs,
      tokensPerSecond,
      promptTokens,
      replyTokens,
    } of requests) {
      const metrics = {
        tokens_per_second: tokensPerSecond,
        time_to_first_token_ms: firstTokenMs,
        load_seconds: loadMs / 1000,
        prompt_tokens: promptTokens,
        completion_tokens: replyTokens,
      }
      await request({ model, by: null, metrics: failed ? null : metrics }, endedAt)
    }
  }
