import { SingleAnswer } from '../../http/answers/single-answer.ts'
import type { HandlersOf } from '../features.ts'
import { wholeReply } from './whole-reply.ts'

export const chatHandlers: HandlersOf<'chat'> = ({ core: { chat, sessions } }) => ({
  send({ query, body }, { context }) {
    const lines = chat.send(context, { ...query, request: body })
    return body.stream === false ? new SingleAnswer(wholeReply(lines)) : lines
  },

  history: ({ query }, { context }) => sessions.page(context, query),
  session: ({ params }, { context }) => sessions.find(context, params),
  saveSession: async ({ body }, { context }) => ({ success: true, id: await sessions.save(context, body) }),
  renameSession: ({ params, body }, { context }) => sessions.rename(context, { ...params, ...body }),
  async deleteSession({ params }, { context }) {
    await sessions.remove(context, params)
    return { success: true, message: 'Chat deleted.' }
  },
  async deleteHistory(_, { context }) {
    const deleted = await sessions.removeAll(context)
    return {
      success: true,
      message: deleted === 1 ? '1 chat deleted.' : `${deleted} chats deleted.`,
      deleted,
    }
  },
  importHistory: ({ body }, { context }) => sessions.importAll(context, { entries: body.sessions }),
})
