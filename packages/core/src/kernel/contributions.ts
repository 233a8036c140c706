import type { HealthComponent } from '@ollama-dashboard/contracts'
import type { Collector } from './collector.ts'

/** How one part of the dashboard stands; `checkedAt` in milliseconds since the epoch. */
export interface Finding extends Pick<HealthComponent, 'name' | 'status' | 'detail'> {
  readonly checkedAt: number | null
  /** The server that it is about. */
  readonly instance?: string
  /** Whether it tells how many models there are. */
  readonly countsModels?: boolean
}

/** What a subject contributes to health. It waits for nothing. */
export type HealthCheck = () => readonly Finding[]

/** Failures in a row after which a poller counts as unhealthy. */
const unhealthyAfter = 5

export function collectorFinding(name: string, collector: Collector<unknown>): Finding {
  const { error, failures, triedAt: checkedAt } = collector.current()
  if (!error) {
    const detail = checkedAt === null ? 'Waiting for the first response.' : 'Up to date.'
    return { name, status: 'healthy', detail, checkedAt }
  }
  const times = failures === 1 ? 'once' : `${failures} times`
  const status = failures >= unhealthyAfter ? 'unhealthy' : 'degraded'
  return { name, status, detail: `Failed ${times}: ${error.message}`, checkedAt }
}

/** One figure of `/metrics`, as its subject contributes it. Names and labels are public: people's charts depend on them. */
export interface Metric {
  readonly type: 'gauge' | 'counter'
  readonly name: string
  readonly help: string
  readonly labelNames: readonly string[]
  /** As things stand now: it asks no server. What is not known has no sample. */
  samples(): readonly Sample[] | Promise<readonly Sample[]>
}

export interface Sample {
  readonly labels: Readonly<Record<string, string>>
  readonly value: number
}
