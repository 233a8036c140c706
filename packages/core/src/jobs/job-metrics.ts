import type { Job, JobState } from '@ollama-dashboard/contracts'
import type { Metric } from '../kernel/contributions.ts'

const states: readonly JobState[] = ['queued', 'running', 'done', 'failed', 'cancelled']

/** Jobs that are remembered, by kind and state. A state that no job of a kind is in is told as zero. */
export const jobMetrics = (list: () => Promise<readonly Job[]>): Metric => ({
  type: 'gauge',
  name: 'ollama_dashboard_jobs',
  help: 'Jobs that are remembered, by kind and state',
  labelNames: ['kind', 'state'],
  async samples() {
    const ofKind = Map.groupBy(await list(), ({ kind }) => kind)
    return [...ofKind].flatMap(([kind, jobs]) =>
      states.map((state) => ({ labels: { kind, state }, value: jobs.filter((job) => job.state === state).length })),
    )
  },
})
