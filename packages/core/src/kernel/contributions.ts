import type { HealthComponent } from '@ollama-dashboard/contracts'
import type { Collector } from './collector/collector.ts'

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

/** What one metric of `/metrics` is. Names and labels are public: people's charts depend on them. */
export interface MetricInfo {
  readonly name: string
  readonly help: string
  readonly labelNames: readonly string[]
}

/** One figure of `/metrics`, as its subject contributes it. */
export interface Metric extends MetricInfo {
  readonly type: 'gauge' | 'counter'
  /** As things stand now: it asks no server. What is not known has no sample. */
  samples(): readonly Sample[] | Promise<readonly Sample[]>
}

export type Labels = Readonly<Record<string, string>>

export interface Sample {
  readonly labels: Labels
  readonly value: number
}

/** How often values came in each of a range of sizes. */
export interface HistogramMetric extends MetricInfo {
  readonly type: 'histogram'
  /** The upper bounds, ascending, without the last one, which is infinite. */
  readonly bounds: readonly number[]
  series(): readonly HistogramSeries[]
}

export interface HistogramSeries {
  readonly labels: Labels
  /** How many came between each bound and the one before it; one more than there are bounds. */
  readonly counts: readonly number[]
  readonly sum: number
  /** The last value of each of these that belongs to a trace. */
  readonly exemplars: readonly (Exemplar | null)[]
}

export interface Exemplar {
  /** 32 hex digits. */
  readonly traceId: string
  readonly value: number
  /** Milliseconds since the epoch. */
  readonly at: number
}

export type AnyMetric = Metric | HistogramMetric
