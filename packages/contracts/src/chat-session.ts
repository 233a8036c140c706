import { type Static, Type } from '@sinclair/typebox'
import { message } from './chat-message.ts'
import { ChatMetrics } from './chat-metrics.ts'
import { Closed, Nullable, Timestamp } from './common.ts'

export const SessionId = Type.String({ minLength: 1, maxLength: 64, pattern: '^[A-Za-z0-9_-]+$' })

/** A message that is kept, with how it came about. */
export const SessionMessage = Closed({
  ...message,
  created_at: Type.Optional(Timestamp),
  model: Type.Optional(Type.String({ description: 'Who replied' })),
  metrics: Type.Optional(ChatMetrics),
  interrupted: Type.Optional(Type.Boolean({ description: 'The reply ended before it was complete' })),
  error: Type.Optional(Type.String({ description: 'Why it did: the code of the problem' })),
})
export type SessionMessage = Static<typeof SessionMessage>

export const SessionSummary = Type.Object({
  id: Type.String(),
  title: Type.String(),
  model: Type.String(),
  created_at: Timestamp,
  updated_at: Timestamp,
  message_count: Type.Integer(),
})
export type SessionSummary = Static<typeof SessionSummary>

export const ChatSession = Type.Object({
  id: Type.String(),
  title: Type.String(),
  model: Type.String(),
  created_at: Timestamp,
  updated_at: Timestamp,
  messages: Type.Array(SessionMessage),
})
export type ChatSession = Static<typeof ChatSession>

export const SessionPage = Type.Object({
  sessions: Type.Array(SessionSummary, { description: 'Newest first' }),
  next: Nullable(Type.String({ description: 'For `before`: the page after this one; null at the end' })),
})
export type SessionPage = Static<typeof SessionPage>

export const SessionTitle = Type.String({ minLength: 1, maxLength: 200 })
