import type { Operations, Residency, ServerPerformance, StatsHistory } from '@ollama-dashboard/contracts'
import { toCsv } from '../../../lib/files/csv.ts'
import { gpuFigures } from '../host/gpu-charts.ts'
import { hostSeries } from '../host/host-charts.ts'

const parts = ['min', 'avg', 'max'] as const

const speeds = ['tokens_per_second', 'time_to_first_token_ms'] as const

/** The host over time: percentages, then what its GPUs tell, then the replies of its models. */
export function hostCsv({ points, gpus }: StatsHistory): string {
  const columns = [
    ...hostSeries.map((name) => ({ name: `${name}_percent`, measured: points.map((point) => point[name]) })),
    ...gpus.flatMap((gpu) =>
      gpuFigures.map((name) => ({ name: `gpu_${gpu.index}_${name}`, measured: gpu[name] ?? [] })),
    ),
    ...speeds.map((name) => ({ name, measured: points.map((point) => point[name]) })),
  ]
  return toCsv([
    ['time', ...columns.flatMap(({ name }) => parts.map((part) => `${name}_${part}`)), 'requests', 'failed'],
    ...points.map(({ t, requests, failed }, index) => [
      t,
      ...columns.flatMap(({ measured }) => parts.map((part) => measured[index]?.[part] ?? null)),
      requests,
      failed,
    ]),
  ])
}

const hourColumns = [
  'requests',
  'errors',
  'prompt_tokens',
  'completion_tokens',
  'tokens_per_second',
  'time_to_first_token_ms',
] as const

/** What models were asked, by the hour. */
export const hoursCsv = ({ history }: ServerPerformance): string =>
  toCsv([['time', ...hourColumns], ...history.map((hour) => [hour.t, ...hourColumns.map((name) => hour[name])])])

/** Performance of each model. */
export const modelsCsv = ({ models }: ServerPerformance): string =>
  toCsv([
    [
      'model',
      'requests',
      'errors',
      'tokens_per_second_p50',
      'tokens_per_second_p95',
      'time_to_first_token_ms_p50',
      'time_to_first_token_ms_p95',
      'load_seconds_p50',
      'last_used_at',
    ],
    ...models.map(({ model, requests, errors, tokens_per_second: rate, time_to_first_token_ms: first, ...rest }) => [
      model,
      requests,
      errors,
      rate.p50,
      rate.p95,
      first.p50,
      first.p95,
      rest.load_seconds.p50,
      rest.last_used_at,
    ]),
  ])

const spanColumns = [
  'model',
  'instance',
  'loading_at',
  'loaded_at',
  'ended_at',
  'size',
  'size_vram',
  'context_length',
  'requested_by',
] as const

/** Which models were in memory when; sizes are bytes. */
export const residencyCsv = ({ spans }: Residency): string =>
  toCsv([[...spanColumns], ...spans.map((span) => spanColumns.map((name) => span[name]))])

const seconds = ['min', 'p50', 'p95', 'p99', 'max'] as const

/** How each kind of operation went. */
export const operationsCsv = ({ operations }: Operations): string =>
  toCsv([
    [
      'operation',
      'total',
      'succeeded',
      'failed',
      'cancelled',
      'success_rate_percent',
      ...seconds.map((name) => `seconds_${name}`),
      'threshold_seconds',
      'anomalies',
    ],
    ...operations.map((one) => [
      one.operation,
      one.total,
      one.succeeded,
      one.failed,
      one.cancelled,
      one.success_rate_percent,
      ...seconds.map((name) => one.seconds[name]),
      one.threshold_seconds,
      one.anomalies,
    ]),
  ])
