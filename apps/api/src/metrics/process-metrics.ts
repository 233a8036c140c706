import { constants, monitorEventLoopDelay, type PerformanceEntry, PerformanceObserver } from 'node:perf_hooks'
import { type AnyMetric, createHistogram, type Metric } from '@ollama-dashboard/core'

export interface ProcessMetrics extends Disposable {
  readonly metrics: readonly AnyMetric[]
}

const everyMs = 1000
const kinds: Readonly<Record<number, string>> = {
  [constants.NODE_PERFORMANCE_GC_MAJOR]: 'major',
  [constants.NODE_PERFORMANCE_GC_MINOR]: 'minor',
  [constants.NODE_PERFORMANCE_GC_INCREMENTAL]: 'incremental',
  [constants.NODE_PERFORMANCE_GC_WEAKCB]: 'weakcb',
}

/** What this process takes of its machine, and how long it holds up those who wait for it. Disposing it stops measuring. */
export function watchProcess(): ProcessMetrics {
  const lag = createHistogram({
    name: 'ollama_dashboard_event_loop_lag_seconds',
    help: 'Longest delay of the event loop within each second',
    labelNames: [],
    bounds: [0.005, 0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56],
    now: Date.now,
  })
  const collections = createHistogram({
    name: 'ollama_dashboard_gc_duration_seconds',
    help: 'Pauses for garbage collection, by kind',
    labelNames: ['kind'],
    bounds: [0.001, 0.002, 0.004, 0.008, 0.016, 0.032, 0.064, 0.128, 0.256],
    now: Date.now,
  })

  const resolutionMs = 10
  const delay = monitorEventLoopDelay({ resolution: resolutionMs })
  delay.enable()
  const timer = setInterval(() => {
    // A delay includes the time that was waited for on purpose.
    lag.observe({}, Math.max(0, delay.max / 1e9 - resolutionMs / 1000), '')
    delay.reset()
  }, everyMs)
  timer.unref()
  const observer = new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      collections.observe({ kind: kindOf(entry) }, entry.duration / 1000, '')
    }
  })
  observer.observe({ entryTypes: ['gc'] })

  return {
    metrics: [lag, collections, ...ofProcess],
    [Symbol.dispose]() {
      clearInterval(timer)
      delay.disable()
      observer.disconnect()
    },
  }
}

/** The types of Node.js have `detail` only for the entries of a page. */
function kindOf(entry: PerformanceEntry & { readonly detail?: unknown }): string {
  const { detail } = entry
  const kind = typeof detail === 'object' && detail !== null && 'kind' in detail ? Number(detail.kind) : 0
  return kinds[kind] ?? 'other'
}

const one = (type: Metric['type'], name: string, help: string, value: () => number): Metric => ({
  ...{ type, name: `ollama_dashboard_${name}`, help, labelNames: [] },
  samples: () => [{ labels: {}, value: value() }],
})

const ofProcess: readonly Metric[] = [
  one('counter', 'process_cpu_seconds_total', 'Processor time of the dashboard', () => {
    const { user, system } = process.cpuUsage()
    return (user + system) / 1e6
  }),
  one('gauge', 'process_resident_memory_bytes', 'Memory of the dashboard', () => process.memoryUsage.rss()),
  one('gauge', 'process_heap_used_bytes', 'Heap of the dashboard in use', () => process.memoryUsage().heapUsed),
  one('gauge', 'process_start_time_seconds', 'When the dashboard was started', () => {
    return Math.round(performance.timeOrigin) / 1000
  }),
  one('counter', 'event_loop_active_seconds_total', 'Time in which the event loop was busy', () => {
    return performance.eventLoopUtilization().active / 1000
  }),
]
