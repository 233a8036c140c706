import { can, contract } from '@ollama-dashboard/contracts'
import { DashboardError } from '@ollama-dashboard/core'
import { callerOf } from '../chat/caller-of.ts'
import type { HandlersOf } from '../features.ts'

export const performanceHandlers: HandlersOf<'performance'> = ({ core: { chat } }) => ({
  list: ({ query }) => chat.allPerformance(query.range ?? '24h', query.instance),

  async get({ params, query }, call) {
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
