import type { MetricsSummary } from '@ollama-dashboard/contracts'
import { DashboardError } from '@ollama-dashboard/core'
import { serialized } from '../../http/answers/serialized.ts'
import type { HandlersOf } from '../features.ts'

export const metricsHandlers: HandlersOf<'metrics'> = ({ core, buckets }) => ({
  performance: async ({ query: { range = '24h', instance } }, { context }) =>
    serialized(await core.operations.statistics(context, { range, instance })),

  async summary({ query: { instance } }, { context, reply }): Promise<MetricsSummary> {
    const asked = { range: '24h', instance } as const
    const [{ operations }, { history }, available, running, rate_limits] = await Promise.all([
      core.operations.statistics(context, asked),
      core.chat.allPerformance(context, asked),
      known(core.models.available(context, { instance, peek: true })),
      known(core.models.running(context, { instance, peek: true })),
      buckets.statusOf(reply.request),
    ])
    const sum = (part: 'requests' | 'errors' | 'prompt_tokens' | 'completion_tokens') =>
      history.reduce((total, hour) => total + hour[part], 0)
    return {
      health: core.health(context).status,
      performance: operations,
      rate_limits,
      models: {
        available: available?.length ?? null,
        running: running?.filter(({ state }) => state === 'loaded').length ?? null,
      },
      tokens: {
        prompt: sum('prompt_tokens'),
        completion: sum('completion_tokens'),
        requests: sum('requests'),
        errors: sum('errors'),
      },
      generated_at: new Date().toISOString(),
    }
  },
})

/** Null for a server that does not answer, or has not yet: the rest is told all the same. */
async function known<M>(
  list: Promise<{ readonly models: readonly M[]; readonly fetched_at: string | null }>,
): Promise<readonly M[] | null> {
  try {
    const { models, fetched_at } = await list
    return fetched_at === null ? null : models
  } catch (error) {
    if (error instanceof DashboardError && error.code !== 'instance_not_found') return null
    throw error
  }
}
