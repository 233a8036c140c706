import { type Static, Type } from '@sinclair/typebox'
import { Named, Nullable, Percent } from './common.ts'
import { limits } from './limits.ts'
import { Fits } from './memory-estimate.ts'
import { StringEnum } from './string-enum.ts'

const overflow = {
  prompt_truncated: Nullable(
    Type.Boolean({ description: 'Something of the prompt was left out; null where nobody knows' }),
  ),
  context_length: Nullable(Type.Integer({ description: 'The context in force, in tokens' })),
  context_needed: Nullable(
    Type.Integer({
      description:
        'The next context that holds the prompt where it was too long, by estimate where Ollama told no count; or that has room for more of a reply that filled this one',
    }),
  ),
  context_needed_fits: Nullable(Fits),
}

/** How a reply went, on this machine. Null: Ollama did not tell. */
export const ChatMetrics = Named('ChatMetrics', {
  time_to_first_token_ms: Nullable(Type.Number({ description: 'From the request on; with the load of a cold model' })),
  tokens_per_second: Nullable(Type.Number()),
  prompt_tokens: Nullable(Type.Integer()),
  completion_tokens: Nullable(Type.Integer()),
  load_seconds: Nullable(Type.Number({ description: '0 for a model that was in memory' })),
  context_used_percent: Nullable(Percent),
  prompt_tokens_uncut: Type.Optional(
    Type.Integer({ description: 'Of a prompt that was cut: what it had before, where Ollama told' }),
  ),
  ...overflow,
  done_reason: Type.Optional(
    Type.String({
      maxLength: limits.doneReasonLength,
      description:
        'Why the reply is over, in Ollama’s words: "stop", "length", "load", "unload"; absent where it did not tell',
    }),
  ),
  stopped_at: Type.Optional(
    StringEnum(['num_predict', 'context'], {
      description: 'Which limit the reply stopped at: the tokens it may have, or the end of the context',
    }),
  ),
})
export type ChatMetrics = Static<typeof ChatMetrics>
