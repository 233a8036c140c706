import type { Health, Job, SystemStats } from '@ollama-dashboard/contracts'
import { instanceMetrics } from './instances/instance-metrics.ts'
import type { Instances } from './instances/instances.ts'
import { jobMetrics } from './jobs/job-metrics.ts'
import type { Clock } from './kernel/clock.ts'
import type { AnyMetric, Metric } from './kernel/contributions.ts'
import { modelMetrics } from './models/lists/known-models.ts'
import { loadedMetrics } from './models/lists/loaded-metrics.ts'
import type { Models } from './models/models.ts'
import { hostMetrics } from './system/host-metrics.ts'

interface Subjects {
  readonly clock: Clock
  readonly instances: Instances
  readonly models: Pick<Models, 'running' | 'available'>
  readonly stats: () => SystemStats | null
  readonly jobs: () => Promise<readonly Job[]>
  readonly health: () => Health
  readonly isStorageUp: () => boolean
  /** What is counted elsewhere. */
  readonly counted: readonly (readonly AnyMetric[])[]
}

/** What every subject contributes to the metrics. */
export const metricsOf = ({ clock, instances, models, stats, jobs, health, isStorageUp, counted }: Subjects) => [
  ...instanceMetrics(instances, clock),
  ...modelMetrics(instances, models),
  ...loadedMetrics(instances, clock),
  ...hostMetrics(stats),
  ...counted.flat(),
  jobMetrics(jobs),
  healthMetric(health),
  storageMetric(isStorageUp),
]

const healthMetric = (health: () => Health): Metric => ({
  type: 'gauge',
  name: 'ollama_dashboard_component_healthy',
  help: 'Whether a component of the health report is healthy; 0 for degraded and unhealthy ones',
  labelNames: ['component'],
  samples: () =>
    health().components.map(({ name, status }) => ({
      labels: { component: name },
      value: Number(status === 'healthy'),
    })),
})

const storageMetric = (isUp: () => boolean): Metric => ({
  type: 'gauge',
  name: 'ollama_dashboard_storage_up',
  help: 'Whether the storage could be used when it was last needed',
  labelNames: [],
  samples: () => [{ labels: {}, value: Number(isUp()) }],
})
