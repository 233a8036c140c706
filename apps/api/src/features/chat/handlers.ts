import { can, contract } from '@ollama-dashboard/contracts'
import { type ChatCaller, type Core, DashboardError } from '@ollama-dashboard/core'
import { SingleAnswer } from '../../http/answers/single-answer.ts'
import type { Call } from '../../http/call.ts'
import type { Handlers } from '../../http/endpoints.ts'
import { wholeReply } from './whole-reply.ts'

/** An admin sees every session. */
const callerOf = ({ principal, keyId, signal }: Call): ChatCaller => ({
  keyId,
  seesAll: principal?.role === 'admin',
  signal,
})

export const chatHandlers = ({ chat, sessions }: Core): Handlers<typeof contract.chat> => ({
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

  allPerformance: ({ query }) => chat.allPerformance(query.range ?? '24h', query.instance),

  async performance({ params, query }, call) {
    if (query.probe && !call.isHead) {
      // Reading is a viewer's; a probe makes the model work, as a chat does.
      call.refuseForeignOrigin()
      if (!can(call.principal?.role ?? null, contract.chat.send)) {
        throw new DashboardError('forbidden', 'A probe needs the role "operator".', {
          hint: 'Leave probe out, or use another key.',
        })
      }
      await chat.probe(params.model, callerOf(call), query.instance)
    }
    return chat.performance(params.model, query.instance)
  },
})
