import { type Static, Type } from '@sinclair/typebox'
import { Named, Nullable, Percent } from './common.ts'
import { limits } from './limits.ts'
import { Fits } from './memory-estimate.ts'
import { StringEnum } from './string-enum.ts'

const overflow = {
  prompt_truncated: Nullable(Type.Boolean({ description: 'Whether the prompt was truncated; null if unknown' })),
  context_length: Nullable(Type.Integer({ description: 'Allocated context in tokens' })),
  context_needed: Nullable(
    Type.Integer({
      description:
        'Smallest context step that fits: for a prompt that was too long (estimated if Ollama reported no token count), or for a reply that filled the context',
    }),
  ),
  context_needed_fits: Nullable(Fits),
}

/** How a reply went, on this machine. Null: Ollama did not tell. */
export const ChatMetrics = Named('ChatMetrics', {
  time_to_first_token_ms: Nullable(
    Type.Number({ description: 'Since the request, including the time to load the model' }),
  ),
  tokens_per_second: Nullable(Type.Number()),
  prompt_tokens: Nullable(Type.Integer()),
  completion_tokens: Nullable(Type.Integer()),
  load_seconds: Nullable(Type.Number({ description: '0 if the model was already loaded' })),
  context_used_percent: Nullable(Percent),
  prompt_tokens_uncut: Type.Optional(
    Type.Integer({ description: 'Tokens of a truncated prompt before truncation, if Ollama reported them' }),
  ),
  ...overflow,
  done_reason: Type.Optional(
    Type.String({
      maxLength: limits.doneReasonLength,
      description:
        'Why the reply ended, as Ollama reports it: "stop", "length", "load", "unload"; absent if not reported',
    }),
  ),
  stopped_at: Type.Optional(
    StringEnum(['num_predict', 'context'], {
      description: 'The limit that ended the reply: max tokens (num_predict), or the context',
    }),
  ),
})
export type ChatMetrics = Static<typeof ChatMetrics>
