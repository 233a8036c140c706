import { type Static, Type } from '@sinclair/typebox'
import { Characters } from './characters.ts'
import { AskedMessage, Images, Text, ToolCall } from './chat-message.ts'
import { ChatMetrics } from './chat-metrics.ts'
import { Named, NamedClosed } from './common.ts'
import { ConversationId, ReplyBegun } from './conversation.ts'
import { limits } from './limits.ts'
import { ListedModelName } from './model-name.ts'
import { ChatOptions, KeepAlive, Think, textBounds } from './model-settings.ts'
import { StringEnum } from './string-enum.ts'

export const ChatRequest = NamedClosed('ChatRequest', {
  model: ListedModelName,
  prompt: Type.Optional({
    ...Text,
    minLength: 1,
    description: 'One user message. Set either this, `messages` or `continue`.',
  }),
  messages: Type.Optional(Type.Array(AskedMessage, { minItems: 1, maxItems: limits.messages })),
  session_id: Type.Optional({ ...ConversationId, description: 'The exchange is added to this conversation' }),
  keep_messages: Type.Optional(
    Type.Integer({
      minimum: 0,
      maximum: limits.messages,
      description: 'Of the conversation; those after it give way to a prompt asked anew, once its reply has begun',
    }),
  ),
  continue: Type.Optional(
    Type.Boolean({
      description:
        'Instead of `prompt` and `messages`: the last reply of the conversation, which was interrupted or reached a limit, goes on where it stopped, and is kept as one message. It is sent as the beginning of the reply, with thinking off where the model allows that. Some models begin anew all the same',
    }),
  ),
  stream: Type.Optional(Type.Boolean({ description: 'Default: true' })),
  detached: Type.Optional(
    Type.Boolean({
      description:
        'Answer with 202 once the question is kept in the conversation; one asked anew is kept with the first word. The reply goes on without its caller, and is followed at /api/chat/history/{id}/reply',
    }),
  ),
  options: Type.Optional(ChatOptions),
  think: Type.Optional(Think),
  images: Type.Optional({ ...Images, description: 'Images for `prompt`' }),
  system: Type.Optional(
    Characters({
      maxLength: textBounds.systemLength,
      description: 'Replaces the saved system prompt; empty for none',
    }),
  ),
  format: Type.Optional(
    Type.Union([Type.Literal('json'), Type.Record(Type.String(), Type.Unknown())], {
      description: '"json" or a JSON schema',
    }),
  ),
  tools: Type.Optional(Type.Array(Type.Record(Type.String(), Type.Unknown()), { maxItems: 128 })),
  keep_alive: Type.Optional(KeepAlive),
  on_overflow: Type.Optional(
    StringEnum(['truncate', 'error'], {
      description: 'What to do with a prompt longer than the context. Default: "truncate"',
    }),
  ),
})
export type ChatRequest = Static<typeof ChatRequest>

const Nanoseconds = Type.Integer({ description: 'Nanoseconds' })

/** One line of a reply in Ollama's own shape; the last one, or the only one, carries `metrics`. */
export const ChatChunk = Named('ChatChunk', {
  model: Type.String(),
  created_at: Type.String(),
  message: Type.Optional(
    Named('ReplyPart', {
      role: Type.String(),
      content: Type.String(),
      thinking: Type.Optional(Type.String()),
      tool_calls: Type.Optional(Type.Array(ToolCall)),
    }),
  ),
  done: Type.Boolean(),
  done_reason: Type.Optional(Type.String()),
  // With the last line, in Ollama's own counts. It leaves out what is zero.
  total_duration: Type.Optional(Nanoseconds),
  load_duration: Type.Optional(Nanoseconds),
  prompt_eval_count: Type.Optional(Type.Integer()),
  prompt_eval_duration: Type.Optional(Nanoseconds),
  eval_count: Type.Optional(Type.Integer()),
  eval_duration: Type.Optional(Nanoseconds),
  metrics: Type.Optional(ChatMetrics),
})
export type ChatChunk = Static<typeof ChatChunk>

/** A reply that goes on without its caller. */
export const DetachedReply = Named('DetachedReply', { session_id: Type.String(), reply_id: Type.String() })
export type DetachedReply = Static<typeof DetachedReply>

/** The data of an event of a reply that is followed: `begun` tells which one it is, `chunk` and `done` what was said. */
export const ReplyEvent = Type.Union([ReplyBegun, ChatChunk], { title: 'ReplyEvent' })
export type ReplyEvent = Static<typeof ReplyEvent>
