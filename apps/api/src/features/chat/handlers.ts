import { contract } from '@ollama-dashboard/contracts'
import { allows, type Core, DashboardError } from '@ollama-dashboard/core'
import { SingleAnswer } from '../../http/answers/single-answer.ts'
import type { Handlers } from '../../http/endpoints.ts'
import { wholeReply } from './whole-reply.ts'

export const chatHandlers = ({ chat, sessions }: Core): Handlers<typeof contract.chat> => ({
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
    return { success: true, message: 'The session is deleted.' }
  },
  async deleteHistory(_, { context }) {
    const deleted = await sessions.removeAll(context)
    return {
      success: true,
      message: deleted === 1 ? '1 session is deleted.' : `${deleted} sessions are deleted.`,
      deleted,
    }
  },
  importHistory: ({ body }, { context }) => sessions.importAll(context, { entries: body.sessions }),

  allPerformance: ({ query }, { context }) => chat.allPerformance(context, { ...query, range: query.range ?? '24h' }),

  async performance({ params, query }, call) {
    const input = { ...params, instance: query.instance }
    if (query.probe && !call.isHead) {
      // Reading is a viewer's; a probe makes the model work, as a chat does.
      call.refuseForeignOrigin()
      if (!allows(call.actor, contract.chat.send)) {
        throw new DashboardError('forbidden', 'A probe needs the role "operator".', {
          hint: 'Leave probe out, or use another key.',
        })
      }
      await chat.probe(call.context, input)
    }
    return chat.performance(call.context, input)
  },
})
