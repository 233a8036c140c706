import { SingleAnswer } from '../../http/answers/single-answer.ts'
import type { HandlersOf } from '../features.ts'
import { callerOf } from './caller-of.ts'
import { wholeReply } from './whole-reply.ts'

export const chatHandlers: HandlersOf<'chat'> = ({ core: { chat, sessions } }) => ({
  send({ query, body }, call) {
    const lines = chat.send(body, callerOf(call), query.instance)
    return body.stream === false ? new SingleAnswer(wholeReply(lines)) : lines
  },

  history: ({ query }, call) => sessions.page(query, callerOf(call)),
  session: ({ params }, call) => sessions.find(params.id, callerOf(call)),
  saveSession: async ({ body }, call) => ({ success: true, id: await sessions.save(body, callerOf(call)) }),
  renameSession: ({ params, body }, call) => sessions.rename(params.id, body.title, callerOf(call)),
  async deleteSession({ params }, call) {
    await sessions.remove(params.id, callerOf(call))
    return { success: true, message: 'The session is deleted.' }
  },
  async deleteHistory(_, call) {
    const deleted = await sessions.removeAll(callerOf(call))
    return {
      success: true,
      message: deleted === 1 ? '1 session is deleted.' : `${deleted} sessions are deleted.`,
      deleted,
    }
  },
  importHistory: ({ body }, call) => sessions.importAll(body.sessions, callerOf(call)),
})
