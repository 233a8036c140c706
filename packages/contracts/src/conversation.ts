import { type Static, Type } from '@sinclair/typebox'
import { message } from './chat-message.ts'
import { ChatMetrics } from './chat-metrics.ts'
import { Named, NamedClosed, Nullable, Timestamp } from './common.ts'
import { limits } from './limits.ts'

export const ConversationId = Type.String({
  title: 'ConversationId',
  minLength: 1,
  maxLength: 64,
  pattern: '^[A-Za-z0-9_-]+$',
  examples: ['2f6c0a4e-41f1', 'my_conversation'],
})

/** RFC 3339, in any zone. It is kept in UTC. */
const Moment = Type.String({
  pattern:
    '^\\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\\d|3[01])[Tt](?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(?:\\.\\d{1,9})?(?:[Zz]|[+-](?:[01]\\d|2[0-3]):[0-5]\\d)$',
  examples: ['2026-01-31T12:00:00Z'],
})

const thinkingMs = Type.Integer({ minimum: 0, description: 'How long the model thought; absent if unknown' })

/** A message that is kept, with how it came about. */
export const ConversationMessage = NamedClosed('ConversationMessage', {
  ...message,
  created_at: Type.Optional(Moment),
  model: Type.Optional(Type.String({ maxLength: limits.modelNameLength, description: 'The model that replied' })),
  metrics: Type.Optional(ChatMetrics),
  thinking_ms: Type.Optional(thinkingMs),
  interrupted: Type.Optional(Type.Boolean({ description: 'Whether the reply is incomplete' })),
  error: Type.Optional(Type.String({ maxLength: 64, description: 'Error code of an incomplete reply' })),
})
export type ConversationMessage = Static<typeof ConversationMessage>

const conversation = {
  id: Type.String(),
  title: Type.String(),
  model: Type.String(),
  created_at: Timestamp,
  updated_at: Timestamp,
  pinned: Type.Boolean({ description: 'Comes before the others, and is not removed when there are too many' }),
}

export const ConversationSummary = Named('ConversationSummary', { ...conversation, message_count: Type.Integer() })
export type ConversationSummary = Static<typeof ConversationSummary>

/** What stands around the first match of a search in a conversation. */
export const Passage = Named('Passage', {
  before: Type.String(),
  match: Type.String({ description: 'As it is written there' }),
  after: Type.String(),
})
export type Passage = Static<typeof Passage>

export const ListedConversation = Named('ListedConversation', {
  ...ConversationSummary.properties,
  passage: Type.Optional({
    ...Nullable(Passage),
    description:
      'With `q` alone: where the first message that has it says so, in one line; null where the title has it, and no message near the beginning',
  }),
})
export type ListedConversation = Static<typeof ListedConversation>

const begun = { id: Type.String(), model: Type.String(), started_at: Timestamp }

/** What a reply had said, and what was thought, before it was continued. */
export const ContinuedReply = Named('ContinuedReply', {
  content: Type.String(),
  thinking: Type.Optional(Type.String()),
  thinking_ms: Type.Optional(thinkingMs),
})
export type ContinuedReply = Static<typeof ContinuedReply>

/** Which reply is followed. */
export const ReplyBegun = Named('ReplyBegun', {
  ...begun,
  continues: Type.Optional({
    ...ContinuedReply,
    description: 'Of a reply that is continued: what its parts are added to',
  }),
})
export type ReplyBegun = Static<typeof ReplyBegun>

/** A reply that is being generated now, and can be followed. */
export const ReplyInProgress = Named('ReplyInProgress', {
  ...begun,
  question: Nullable(
    Type.Integer({ description: 'Index of its question among the messages; null where nothing new was asked' }),
  ),
  continues: Type.Boolean({ description: 'Whether it is added to the reply that stands behind its question' }),
})
export type ReplyInProgress = Static<typeof ReplyInProgress>

export const Conversation = Named('Conversation', {
  ...conversation,
  messages: Type.Array(ConversationMessage, {
    description:
      'While a reply is being generated, as much of it as is kept may stand behind its question, marked as interrupted',
  }),
  is_replying: Type.Boolean({ description: 'Whether a reply is being generated now' }),
  reply: Nullable(ReplyInProgress),
})
export type Conversation = Static<typeof Conversation>

export const ConversationPage = Named('ConversationPage', {
  sessions: Type.Array(ListedConversation, { description: 'Pinned first, then newest first' }),
  next: Nullable(Type.String({ description: 'Pass it as `before` to get the next page; null on the last page' })),
})
export type ConversationPage = Static<typeof ConversationPage>

export const ConversationTitle = Type.String({ minLength: 1, maxLength: limits.titleLength })
