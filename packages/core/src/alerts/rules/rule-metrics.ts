import type { Comparison, RuleMetric, SystemStats } from '@ollama-dashboard/contracts'
import type { Figures, Read, Reading, ServerFigures } from './alert-rule.ts'

/** A figure that rules can watch. */
export interface WatchedMetric {
  readonly label: string
  readonly unit: string
  readonly windowSeconds: number | null
  /** Of this host; else of each server. */
  readonly isOfHost: boolean
  of(figures: Figures): readonly { readonly instance: string | null; readonly value: number | null }[]
}

const windowSeconds = 300

const units: Readonly<Record<string, string>> = {
  percent: ' %',
  celsius: ' °C',
  watts: ' W',
  seconds: ' s',
  tokens_per_second: ' tokens/s',
}

/** "97 %", "1,200". */
export const withUnit = (value: number, unit: string | null): string =>
  `${value.toLocaleString('en', { maximumFractionDigits: Math.abs(value) < 10 ? 1 : 0 })}${units[unit ?? ''] ?? ''}`

/** "30 s", "5 min". */
export const duration = (seconds: number): string =>
  seconds < 120
    ? `${Math.round(seconds)} s`
    : seconds < 7200
      ? `${Math.round(seconds / 60)} min`
      : `${Math.round(seconds / 3600)} h`

const ofHost = (label: string, unit: string, value: (host: SystemStats) => number | null): WatchedMetric => ({
  label,
  unit,
  windowSeconds: null,
  isOfHost: true,
  of: ({ host }) => [{ instance: null, value: host && value(host) }],
})

const ofServers = (
  label: string,
  unit: string,
  value: (server: ServerFigures, figures: Figures) => number | null,
  window: number | null = windowSeconds,
): WatchedMetric => ({
  label,
  unit,
  windowSeconds: window,
  isOfHost: false,
  of: (figures) => figures.servers.map((server) => ({ instance: server.name, value: value(server, figures) })),
})

const highest = (values: readonly (number | null)[]): number | null => {
  const known = values.filter((value) => value !== null)
  return known.length > 0 ? Math.max(...known) : null
}

const repliesOf = ({ name }: ServerFigures, { signals }: Figures) =>
  signals.within('reply', windowSeconds).filter(({ instance }) => instance === name)

const mean = (values: readonly (number | null)[]): number | null => {
  const known = values.filter((value) => value !== null)
  return known.length > 0 ? known.reduce((sum, value) => sum + value, 0) / known.length : null
}

export const ruleMetrics: Readonly<Record<RuleMetric, WatchedMetric>> = {
  cpu_percent: ofHost('CPU', 'percent', ({ cpu_percent }) => cpu_percent),
  memory_percent: ofHost('Memory', 'percent', ({ unified_memory, memory }) => (unified_memory ?? memory).percent),
  vram_percent: ofHost('VRAM', 'percent', ({ vram }) => vram?.percent ?? null),
  disk_percent: ofHost('Disk of the models', 'percent', ({ disk }) => disk?.percent ?? null),
  gpu_utilization_percent: ofHost('GPU load', 'percent', ({ gpus }) =>
    highest(gpus.map((gpu) => gpu.utilization_percent)),
  ),
  gpu_temperature_celsius: ofHost('GPU temperature', 'celsius', ({ gpus }) =>
    highest(gpus.map((gpu) => gpu.temperature_celsius)),
  ),
  gpu_power_watts: ofHost('GPU power', 'watts', ({ gpus }) => highest(gpus.map((gpu) => gpu.power_watts))),
  models_loaded: ofServers(
    'Models in memory',
    'count',
    ({ isReachable, loaded }) => (isReachable ? loaded.length : null),
    null,
  ),
  requests_per_minute: ofServers(
    'Requests per minute',
    'count',
    (server, figures) => (repliesOf(server, figures).length * 60) / windowSeconds,
  ),
  request_error_percent: ofServers('Failed requests', 'percent', (server, figures) => {
    const replies = repliesOf(server, figures)
    return replies.length > 0 ? (100 * replies.filter(({ failed }) => failed).length) / replies.length : null
  }),
  tokens_per_second: ofServers('Tokens per second', 'tokens_per_second', (server, figures) =>
    mean(repliesOf(server, figures).map((reply) => reply.tokensPerSecond)),
  ),
  time_to_first_token_seconds: ofServers('Time to first token', 'seconds', (server, figures) =>
    mean(repliesOf(server, figures).map((reply) => reply.firstTokenSeconds)),
  ),
}

interface Words {
  /** What it is called when it fires; made of the figure when absent. */
  readonly title?: string
  readonly comparison: Comparison
  /** What to do, as a sentence. */
  readonly remedy?: string
}

/** Reads a metric for a rule. */
export const readMetric =
  (name: RuleMetric, { title, comparison, remedy }: Words): Read =>
  (figures, threshold) => {
    const { label, unit, of, windowSeconds: window } = ruleMetrics[name]
    return of(figures).map(
      ({ instance, value }): Reading => ({
        instance,
        model: null,
        value,
        tell: () => {
          const limit = withUnit(threshold ?? 0, unit)
          const over = window === null ? '' : ` over ${duration(window)}`
          const is = value === null ? 'is not known now' : `is at ${withUnit(value, unit)}${over}`
          return {
            title: title ?? `${label} ${comparison} ${limit}`,
            description: [`${label} ${is}, ${comparison} ${limit}.`, remedy].filter(Boolean).join(' '),
          }
        },
      }),
    )
  }
