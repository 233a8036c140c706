import { Type } from '@sinclair/typebox'
import { ChatChunk, ChatRequest } from './chat-exchange.ts'
import { ChatSession, SessionId, SessionMessage, SessionPage, SessionSummary, SessionTitle } from './chat-session.ts'
import { Closed, Named, NamedClosed, NoQuery, OnInstance } from './common.ts'
import { defineEndpoints } from './endpoint.ts'
import { cloudErrors, readErrors, storageErrors } from './errors.ts'
import { limits } from './limits.ts'
import { ListedModelName } from './model-name.ts'

const BySession = Closed({ id: SessionId })
const Done = Named('Done', { success: Type.Literal(true), message: Type.String() })

export const chat = defineEndpoints({
  send: {
    method: 'POST',
    path: '/api/chat',
    access: 'operator',
    summary: 'Chat with a model: lines as they come, or one object with stream: false',
    query: OnInstance,
    body: ChatRequest,
    bodyLimitBytes: limits.longBodyBytes,
    status: 200,
    event: ChatChunk,
    whole: ChatChunk,
    errors: [
      ...readErrors,
      ...storageErrors,
      'model_not_found',
      'session_not_found',
      'session_full',
      'ollama_busy',
      'capability_missing',
      'model_incompatible',
      'prompt_too_long',
      'insufficient_memory',
      ...cloudErrors,
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
      model: Type.Optional({ ...ListedModelName, description: 'Sessions with this model only' }),
      q: Type.Optional(
        Type.String({ maxLength: limits.searchLength, description: 'Text that title or messages have' }),
      ),
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
    query: NoQuery,
    body: NamedClosed('SaveSessionRequest', {
      id: Type.Optional(SessionId),
      title: Type.Optional(SessionTitle),
      model: ListedModelName,
      from: Type.Optional(
        Closed(
          { id: SessionId, messages: Type.Integer({ minimum: 0, maximum: limits.messages }) },
          {
            description:
              'So many of the first messages of a session come before `messages`: to fork it without sending it again',
          },
        ),
      ),
      messages: Type.Array(SessionMessage, { maxItems: limits.messages }),
    }),
    status: 200,
    response: Named('SavedSession', { success: Type.Literal(true), id: Type.String() }),
    errors: ['session_not_found', 'session_full', ...storageErrors],
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
    body: NamedClosed('RenameSessionRequest', { title: SessionTitle }),
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
    response: Named('DeletedHistory', { ...Done.properties, deleted: Type.Integer() }),
    errors: storageErrors,
  },
  importHistory: {
    method: 'POST',
    path: '/api/chat/history/import',
    access: 'operator',
    summary: 'Take over chat_history.json of the earlier dashboard, or an export of this one',
    query: NoQuery,
    body: NamedClosed('ImportHistoryRequest', { sessions: Type.Array(Type.Unknown(), { maxItems: 1000 }) }),
    bodyLimitBytes: limits.longBodyBytes,
    bodyParts: 2,
    status: 200,
    response: Named('ImportedHistory', {
      imported: Type.Integer(),
      skipped: Type.Integer({
        description: 'Entries without a word in them, that are here already, or older than are kept',
      }),
    }),
    errors: storageErrors,
  },
})
