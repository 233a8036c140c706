import type { PromptOverflow } from '../kernel/errors.ts'
import { isAtLeast } from '../ollama/version.ts'
import { allocatedContext } from './context/allocated-context.ts'
import { contextNeeded } from './context/context-needed.ts'
import type { GuardOptions } from './context/prompt-guard.ts'
import { bytesOf, isTooLong, maxTokensOf, thoughtBytesOf } from './context/prompt-length.ts'
import type { Exchange } from './exchange.ts'
import type { ExchangeTools } from './exchange-tools.ts'

/** Since when a chat takes `truncate: false`. Source: api.ChatRequest of Ollama, by tag. */
const refusesSince = [0, 12, 6] as const

/** Null while its version is not known: such a server is asked to, and one that is too old ignores it. */
export function refuses({ instance }: Exchange): boolean | null {
  const version = instance.version.current().value
  return version === null ? null : isAtLeast(version, refusesSince)
}

export function guardOf(exchange: Exchange, tools: ExchangeTools): GuardOptions {
  const { instance, model, runner, call, onOverflow, signal } = exchange
  return {
    signal,
    onOverflow,
    canRefuse: refuses(exchange) !== false,
    completeOverflow: async ({ prompt_tokens, context_length }) =>
      overflowOf(exchange, tools, prompt_tokens, context_length ?? (await allocatedContext(exchange, tools.clock))),
    async predictOverflow() {
      // Whatever is in memory may be loaded anew for this; no context is longer than the trained one.
      const longest = runner.num_ctx ?? instance.traits.of(model).contextLength
      const estimated = tools.ratios.tokensOf(model.digest, bytesOf(call))
      return isTooLong(estimated, longest) ? overflowOf(exchange, tools, null, longest) : null
    },
  }
}

/** Describes the overflow of a prompt that is longer than the context. */
export async function overflowOf(
  exchange: Exchange,
  tools: ExchangeTools,
  promptTokens: number | null,
  contextLength: number | null,
): Promise<PromptOverflow> {
  const estimatedTokens = promptTokens === null ? await tokensToHold(exchange, tools, contextLength) : null
  return contextNeeded({ promptTokens, estimatedTokens, contextLength, memory: await exchange.memory() })
}

/**
 * The number of tokens that surely covers the prompt: from earlier prompts of the model, else the max for its bytes. A
 * suggested context that is too large is better than one that truncates the prompt again.
 */
async function tokensToHold(
  { instance, model, call }: Exchange,
  { ratios }: ExchangeTools,
  contextLength: number | null,
): Promise<number | null> {
  const written = bytesOf(call)
  if (written === null) return null
  const isGivenSystem = call.messages.some((message) => 'role' in message && message.role === 'system')
  const { system } = isGivenSystem ? { system: null } : await instance.shown.get(model)
  const bytes = written + thoughtBytesOf(call) + Buffer.byteLength(system ?? '')
  const most = maxTokensOf(call, bytes)
  const seen = ratios.tokensToHold(model.digest, bytes)
  // What by that would have fitted, and did not, is another text than was seen.
  return seen === null || seen <= (contextLength ?? 0) ? most : Math.min(seen, most)
}
