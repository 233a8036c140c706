import { type Static, Type } from '@sinclair/typebox'
import { Closed, NoQuery, Nullable, OnInstance, Percent, Timestamp } from './common.ts'
import { defineEndpoints } from './endpoint.ts'
import { readErrors } from './errors.ts'
import { ModelName } from './model-name.ts'
import { ChatOptions, KeepAlive, Think } from './model-settings.ts'
import { Fits } from './models.ts'
import { StringEnum } from './string-enum.ts'

const million = 1_048_576
const Text = Type.String({ maxLength: million })
/** Base64, as Ollama takes it; 20 MB of all together is checked apart. */
const Images = Type.Array(Type.String({ minLength: 1 }), { maxItems: 16 })

const ToolCall = Type.Object({
  id: Type.Optional(Type.String()),
  function: Type.Object({
    name: Type.String(),
    arguments: Type.Record(Type.String(), Type.Unknown()),
    index: Type.Optional(Type.Integer()),
  }),
})

export const chatRoles = ['system', 'user', 'assistant', 'tool'] as const
export type ChatRole = (typeof chatRoles)[number]

const message = {
  role: StringEnum(chatRoles),
  content: Text,
  thinking: Type.Optional(Text),
  images: Type.Optional(Images),
  tool_calls: Type.Optional(Type.Array(ToolCall, { maxItems: 128 })),
  tool_name: Type.Optional(Type.String({ maxLength: 256 })),
  tool_call_id: Type.Optional(Type.String({ maxLength: 256 })),
}

/** A message as Ollama takes it. */
export const ChatMessage = Closed(message)
export type ChatMessage = Static<typeof ChatMessage>

export const SessionId = Type.String({ minLength: 1, maxLength: 64, pattern: '^[A-Za-z0-9_-]+$' })

const overflow = {
  prompt_truncated: Nullable(
    Type.Boolean({ description: 'Something of the prompt was left out; null where nobody knows' }),
  ),
  context_length: Nullable(Type.Integer({ description: 'The context in force, in tokens' })),
  context_needed: Nullable(
    Type.Integer({
      description:
        'The next context that holds the prompt, where it was too long; by estimate where Ollama told no count',
    }),
  ),
  context_needed_fits: Nullable(Fits),
}

/** How a reply went, on this machine. Null: Ollama did not tell. */
export const ChatMetrics = Type.Object({
  time_to_first_token_ms: Nullable(Type.Number()),
  tokens_per_second: Nullable(Type.Number()),
  prompt_tokens: Nullable(Type.Integer()),
  completion_tokens: Nullable(Type.Integer()),
  load_seconds: Nullable(Type.Number()),
  context_used_percent: Nullable(Percent),
  prompt_tokens_uncut: Type.Optional(
    Type.Integer({ description: 'Of a prompt that was cut: what it had before, where Ollama told' }),
  ),
  ...overflow,
})
export type ChatMetrics = Static<typeof ChatMetrics>

export const ChatRequest = Closed({
  model: ModelName,
  prompt: Type.Optional({ ...Text, minLength: 1, description: 'One user message; or `messages`' }),
  messages: Type.Optional(Type.Array(ChatMessage, { minItems: 1, maxItems: 10_000 })),
  session_id: Type.Optional({ ...SessionId, description: 'The exchange is added to this session' }),
  keep_messages: Type.Optional(
    Type.Integer({
      minimum: 0,
      maximum: 10_000,
      description: 'Of the session; those after it give way to a prompt asked anew, once its reply has begun',
    }),
  ),
  stream: Type.Optional(Type.Boolean({ description: 'true when absent' })),
  options: Type.Optional(ChatOptions),
  think: Type.Optional(Think),
  images: Type.Optional({ ...Images, description: 'Of the prompt' }),
  system: Type.Optional(
    Type.String({ maxLength: 32_768, description: 'In place of the saved system prompt; empty for none' }),
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
      description: 'What becomes of a prompt that is too long; "truncate" when absent',
    }),
  ),
})
export type ChatRequest = Static<typeof ChatRequest>

/** One line of a reply in Ollama's own shape; the last one, or the only one, carries `metrics`. */
export const ChatChunk = Type.Object({
  model: Type.String(),
  created_at: Type.String(),
  message: Type.Optional(
    Type.Object({
      role: Type.String(),
      content: Type.String(),
      thinking: Type.Optional(Type.String()),
      tool_calls: Type.Optional(Type.Array(ToolCall)),
    }),
  ),
  done: Type.Boolean(),
  done_reason: Type.Optional(Type.String()),
  metrics: Type.Optional(ChatMetrics),
})
export type ChatChunk = Static<typeof ChatChunk>

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

const Title = Type.String({ minLength: 1, maxLength: 200 })
const BySession = Closed({ id: SessionId })
const Done = Type.Object({ success: Type.Literal(true), message: Type.String() })

const spread = { p50: Nullable(Type.Number()), p95: Nullable(Type.Number()) }

/** What was observed of a model on one server; percentiles are within 5 %. */
export const ModelPerformance = Type.Object({
  model: Type.String(),
  requests: Type.Integer(),
  errors: Type.Integer(),
  tokens_per_second: Type.Object(spread),
  time_to_first_token_ms: Type.Object(spread),
  load_seconds: Type.Object({ p50: spread.p50 }),
  last_used_at: Nullable(Timestamp),
  history: Type.Array(
    Type.Object({
      t: Timestamp,
      requests: Type.Integer(),
      errors: Type.Integer(),
      prompt_tokens: Type.Integer(),
      completion_tokens: Type.Integer(),
      tokens_per_second: spread.p50,
      time_to_first_token_ms: spread.p50,
    }),
    { description: 'An hour each, oldest first; hours without a request are left out' },
  ),
})
export type ModelPerformance = Static<typeof ModelPerformance>

const storageErrors = ['storage_unavailable'] as const

export const chat = defineEndpoints({
  send: {
    method: 'POST',
    path: '/api/chat',
    access: 'operator',
    summary: 'Chat with a model: lines as they come, or one object with stream: false',
    query: OnInstance,
    body: ChatRequest,
    bodyLimitBytes: 32 * million,
    status: 200,
    event: ChatChunk,
    errors: [
      ...readErrors,
      ...storageErrors,
      'model_not_found',
      'session_not_found',
      'ollama_busy',
      'capability_missing',
      'prompt_too_long',
      'insufficient_memory',
      'runner_crashed',
      'stream_truncated',
    ],
  },
  history: {
    method: 'GET',
    path: '/api/chat/history',
    access: 'viewer',
    summary: 'Sessions of this key, newest first; an admin sees all',
    query: Closed({
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, description: '20 when absent' })),
      before: Type.Optional(Type.String({ maxLength: 200, description: '`next` of the page before' })),
      model: Type.Optional(ModelName),
      q: Type.Optional(Type.String({ maxLength: 200, description: 'Text that title or messages have' })),
    }),
    status: 200,
    response: SessionPage,
    errors: storageErrors,
  },
  saveSession: {
    method: 'POST',
    path: '/api/chat/history',
    access: 'operator',
    summary: 'Save a session, or replace the one with its id',
    body: Closed({
      id: Type.Optional(SessionId),
      title: Type.Optional(Title),
      model: ModelName,
      from: Type.Optional(
        Closed(
          { id: SessionId, messages: Type.Integer({ minimum: 0, maximum: 10_000 }) },
          {
            description:
              'So many of the first messages of a session come before `messages`: to fork it without sending it again',
          },
        ),
      ),
      messages: Type.Array(SessionMessage, { maxItems: 10_000 }),
    }),
    status: 200,
    response: Type.Object({ success: Type.Literal(true), id: Type.String() }),
    errors: ['session_not_found', ...storageErrors],
  },
  session: {
    method: 'GET',
    path: '/api/chat/history/:id',
    access: 'viewer',
    summary: 'One session with its messages',
    params: BySession,
    query: NoQuery,
    status: 200,
    response: ChatSession,
    errors: ['session_not_found', ...storageErrors],
  },
  renameSession: {
    method: 'PATCH',
    path: '/api/chat/history/:id',
    access: 'operator',
    summary: 'Give a session another title',
    params: BySession,
    query: NoQuery,
    body: Closed({ title: Title }),
    status: 200,
    response: SessionSummary,
    errors: ['session_not_found', ...storageErrors],
  },
  deleteSession: {
    method: 'DELETE',
    path: '/api/chat/history/:id',
    access: 'operator',
    summary: 'Delete a session',
    params: BySession,
    query: NoQuery,
    status: 200,
    response: Done,
    errors: ['session_not_found', ...storageErrors],
  },
  deleteHistory: {
    method: 'DELETE',
    path: '/api/chat/history',
    access: 'operator',
    summary: 'Delete every session of this key',
    query: NoQuery,
    status: 200,
    response: Type.Object({ ...Done.properties, deleted: Type.Integer() }),
    errors: storageErrors,
  },
  importHistory: {
    method: 'POST',
    path: '/api/chat/history/import',
    access: 'operator',
    summary: 'Take over chat_history.json of the earlier dashboard, or an export of this one',
    query: NoQuery,
    body: Closed({ sessions: Type.Array(Type.Unknown(), { maxItems: 1000 }) }),
    bodyLimitBytes: 32 * million,
    status: 200,
    response: Type.Object({
      imported: Type.Integer(),
      skipped: Type.Integer({ description: 'Entries without a word in them, or that are here already' }),
    }),
    errors: storageErrors,
  },
  performance: {
    method: 'GET',
    path: '/api/models/performance/:model',
    access: 'viewer',
    summary: 'What was observed of a model; ?probe=true (operator) asks it a short question first',
    params: Closed({ model: ModelName }),
    query: Closed({ ...OnInstance.properties, probe: Type.Optional(Type.Boolean()) }),
    status: 200,
    response: ModelPerformance,
    errors: [...readErrors, ...storageErrors, 'model_not_found', 'forbidden', 'capability_missing', 'ollama_busy'],
  },
})
