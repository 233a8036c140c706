import { DashboardError } from '../../kernel/errors.ts'

export const replyNotFound = () =>
  new DashboardError('reply_not_found', 'No reply is being generated in this chat.', {
    hint: 'Read the chat: replies that have ended are kept there.',
  })
