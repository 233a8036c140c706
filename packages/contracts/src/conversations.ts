import { Type } from '@sinclair/typebox'
import { GivenName } from './characters.ts'
import { ReplyEvent } from './chat-exchange.ts'
import { Closed, Done, Named, NamedClosed, NoQuery, OnInstance } from './common.ts'
import {
  Conversation,
  ConversationId,
  ConversationMessage,
  ConversationPage,
  ConversationSummary,
  ConversationTitle,
} from './conversation.ts'
import { defineEndpoints } from './endpoint.ts'
import { readErrors, replyErrors, storageErrors } from './errors.ts'
import { limits } from './limits.ts'
import { ListedModelName } from './model-name.ts'

const ById = Closed({ id: ConversationId })

export const conversations = defineEndpoints({
  list: {
    method: 'GET',
    path: '/api/chat/history',
    access: 'viewer',
    audit: 'reported',
    summary: 'Conversations of this key, pinned ones first, then newest first; an admin sees all',
    query: Closed({
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, description: 'Default: 20' })),
      before: Type.Optional(Type.String({ maxLength: 200, description: '`next` of the previous page' })),
      model: Type.Optional({ ...ListedModelName, description: 'Conversations with this model only' }),
      q: Type.Optional(
        Type.String({ maxLength: limits.searchLength, description: 'Text to search for in titles and messages' }),
      ),
    }),
    status: 200,
    response: ConversationPage,
    errors: storageErrors,
  },
  save: {
    method: 'POST',
    path: '/api/chat/history',
    access: 'operator',
    summary: 'Save a conversation, or replace the one with its id',
    query: NoQuery,
    body: NamedClosed('SaveConversationRequest', {
      id: Type.Optional(ConversationId),
      title: Type.Optional(ConversationTitle),
      pinned: Type.Optional(Type.Boolean({ description: 'Default: as it is; false for a new one' })),
      model: ListedModelName,
      from: Type.Optional(
        Closed(
          { id: ConversationId, messages: Type.Integer({ minimum: 0, maximum: limits.messages }) },
          {
            description:
              'So many of the first messages of a conversation come before `messages`: to fork it without sending it again',
          },
        ),
      ),
      messages: Type.Array(ConversationMessage, { maxItems: limits.messages }),
    }),
    status: 200,
    response: Named('SavedConversation', { success: Type.Literal(true), id: Type.String() }),
    errors: ['session_not_found', 'session_full', 'too_many_pinned', 'reply_in_progress', ...storageErrors],
  },
  get: {
    method: 'GET',
    path: '/api/chat/history/:id',
    access: 'viewer',
    audit: 'reported',
    summary: 'One conversation with its messages',
    params: ById,
    query: NoQuery,
    status: 200,
    response: Conversation,
    errors: ['session_not_found', ...storageErrors],
  },
  followReply: {
    method: 'GET',
    path: '/api/chat/history/:id/reply',
    access: 'viewer',
    audit: 'reported',
    summary: 'Follow a reply that was asked for with detached: true, from its beginning or from a part of it',
    params: ById,
    query: Closed({
      from: Type.Optional(
        Type.Integer({
          minimum: 0,
          maximum: Number.MAX_SAFE_INTEGER,
          description: 'The first part to be sent: one more than the id of the last that was seen. Default: 0',
        }),
      ),
    }),
    status: 200,
    events: ReplyEvent,
    endsByItself: true,
    errors: ['session_not_found', 'reply_not_found', ...storageErrors],
  },
  stopReply: {
    method: 'DELETE',
    path: '/api/chat/history/:id/reply',
    access: 'operator',
    audit: 'none',
    summary: 'Stop a reply that was asked for with detached: true; what had come is kept',
    endsWork: true,
    params: ById,
    query: NoQuery,
    status: 200,
    response: Done,
    errors: ['session_not_found', 'reply_not_found', ...storageErrors],
  },
  suggestTitle: {
    method: 'POST',
    path: '/api/chat/history/:id/title',
    access: 'operator',
    audit: 'none',
    bucket: 'model_operations',
    summary: 'Ask the model of a conversation for a title; it is not saved',
    params: ById,
    query: OnInstance,
    status: 200,
    response: Named('SuggestedTitle', { title: ConversationTitle }),
    errors: [...readErrors, ...storageErrors, ...replyErrors, 'session_not_found', 'session_empty'],
  },
  update: {
    method: 'PATCH',
    path: '/api/chat/history/:id',
    access: 'operator',
    summary: 'Give a conversation another title, pin it, or unpin it',
    params: ById,
    query: NoQuery,
    body: NamedClosed(
      'UpdateConversationRequest',
      {
        title: Type.Optional(GivenName({ minLength: 1, maxLength: limits.titleLength, examples: ['About goats'] })),
        pinned: Type.Optional(Type.Boolean()),
      },
      { description: 'At least one of them' },
    ),
    status: 200,
    response: ConversationSummary,
    errors: ['session_not_found', 'too_many_pinned', ...storageErrors],
  },
  delete: {
    method: 'DELETE',
    path: '/api/chat/history/:id',
    access: 'operator',
    summary: 'Delete a conversation',
    params: ById,
    query: NoQuery,
    status: 200,
    response: Done,
    errors: ['session_not_found', ...storageErrors],
  },
  deleteAll: {
    method: 'DELETE',
    path: '/api/chat/history',
    access: 'operator',
    summary: 'Delete every conversation of this key',
    query: NoQuery,
    status: 200,
    response: Named('DeletedHistory', { ...Done.properties, deleted: Type.Integer() }),
    errors: storageErrors,
  },
  import: {
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
