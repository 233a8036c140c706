import { isAtLeast } from '../ollama/version.ts'
import { contextInForce } from './context-in-force.ts'
import { contextNeeded } from './context-needed.ts'
import type { Exchange } from './exchange.ts'
import type { ExchangeTools } from './exchange-tools.ts'
import type { GuardOptions } from './prompt-guard.ts'
import { charactersOf, guessOverflow } from './prompt-length.ts'
import { usualTokensOf } from './token-ratio.ts'

/** Since when a chat takes `truncate: false`. Source: api.ChatRequest of Ollama, by tag. */
const refusesSince = [0, 12, 6] as const

/** Null while its version is not known: such a server is asked to, and one that is too old ignores it. */
export function refuses({ instance }: Exchange): boolean | null {
  const version = instance.version.current().value
  return version === null ? null : isAtLeast(version, refusesSince)
}

export function guardOf(exchange: Exchange, { ratios, clock }: ExchangeTools): GuardOptions {
  const { instance, model, runner, call, memory, onOverflow, signal } = exchange
  const characters = charactersOf(call)
  const estimated = ratios.tokensOf(model.digest, characters)
  return {
    signal,
    onOverflow,
    canRefuse: refuses(exchange) !== false,
    completeOverflow: async ({ prompt_tokens, context_length }) =>
      contextNeeded({
        promptTokens: prompt_tokens,
        estimatedTokens: estimated ?? (characters === null ? null : usualTokensOf(characters)),
        contextLength: context_length ?? (await contextInForce(exchange, clock)),
        memory: await memory(),
      }),
    async predictOverflow() {
      // Whatever is in memory may be loaded anew for this; no context is longer than the trained one.
      const longest = runner.num_ctx ?? instance.traits.of(model).contextLength
      return (await guessOverflow(estimated, longest, memory)).overflow
    },
  }
}
