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
    summary: 'Chat with a model: a stream of lines, or one object with stream: false',
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
    summary: 'List the chat sessions of this key, newest first; admins see all',
    query: Closed({
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, description: 'Default: 20' })),
      before: Type.Optional(Type.String({ maxLength: 200, description: '`next` of the previous page' })),
      model: Type.Optional({ ...ListedModelName, description: 'Only sessions with this model' }),
      q: Type.Optional(
        Type.String({ maxLength: limits.searchLength, description: 'Text to search for in titles and messages' }),
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
            description: 'Forks a session: its first messages come before `messages` and need not be sent again',
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
    summary: 'Get a session with its messages',
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
    summary: 'Rename a session',
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
    summary: 'Delete all sessions of this key',
    query: NoQuery,
    status: 200,
    response: Named('DeletedHistory', { ...Done.properties, deleted: Type.Integer() }),
    errors: storageErrors,
  },
  importHistory: {
    method: 'POST',
    path: '/api/chat/history/import',
    access: 'operator',
    summary: 'Import chat_history.json of the old dashboard, or an export of this one',
    query: NoQuery,
    body: NamedClosed('ImportHistoryRequest', { sessions: Type.Array(Type.Unknown(), { maxItems: 1000 }) }),
    bodyLimitBytes: limits.longBodyBytes,
    bodyParts: 2,
    status: 200,
    response: Named('ImportedHistory', {
      imported: Type.Integer(),
      skipped: Type.Integer({
        description: 'Entries that are empty, already saved, or beyond the number of chats kept',
      }),
    }),
    errors: storageErrors,
  },
})
