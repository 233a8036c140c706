import { ChatChunk, ChatRequest, DetachedReply } from './chat-exchange.ts'
import { OnInstance } from './common.ts'
import { defineEndpoints } from './endpoint.ts'
import { readErrors, replyErrors, storageErrors } from './errors.ts'
import { limits } from './limits.ts'

export const chat = defineEndpoints({
  send: {
    method: 'POST',
    path: '/api/chat',
    access: 'operator',
    audit: 'none',
    summary: 'Chat with a model: a stream of lines, or one object with stream: false',
    query: OnInstance,
    body: ChatRequest,
    bodyLimitBytes: limits.longBodyBytes,
    status: 200,
    event: ChatChunk,
    whole: ChatChunk,
    alternatives: [
      {
        body: { detached: true },
        status: 202,
        response: DetachedReply,
        description: 'With detached: true, once the question is kept: the reply goes on without its caller',
      },
    ],
    errors: [
      ...readErrors,
      ...storageErrors,
      ...replyErrors,
      'session_not_found',
      'session_full',
      'reply_in_progress',
      'nothing_to_continue',
      'rate_limited',
    ],
  },
})
