import { allows } from '@ollama-dashboard/core'
import { missingPermission } from '../../access/refusals.ts'
import { serialized } from '../../http/answers/serialized.ts'
import type { HandlersOf } from '../features.ts'

export const performanceHandlers: HandlersOf<'performance'> = ({ core: { chat } }) => ({
  list: async ({ query }, { context }) =>
    serialized(await chat.allPerformance(context, { ...query, range: query.range ?? '24h' })),

  async get({ params, query }, call) {
    const input = { ...params, instance: query.instance }
    if (query.probe && !call.isHead) {
      // Reading is a viewer's; a probe makes the model work, as a chat does.
      call.refuseForeignOrigin()
      if (!allows(call.actor, 'chat.send')) throw missingPermission('chat.send', call.context.actor)
      const measured = await chat.probe(call.context, input)
      return { ...(await chat.performance(call.context, input)), measured }
    }
    return chat.performance(call.context, input)
  },
})
