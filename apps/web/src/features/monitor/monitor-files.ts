import type { ServerPerformance, StatsHistory } from '@ollama-dashboard/contracts'
import { toCsv } from '../../lib/files/csv.ts'
import { gpuFigures } from './gpu-charts.ts'
import { hostSeries } from './host-charts.ts'

const parts = ['min', 'avg', 'max'] as const

/** The host over time: percentages, then what its GPUs tell. */
export function hostCsv({ points, gpus }: StatsHistory): string {
  const columns = [
    ...hostSeries.map((name) => ({ name: `${name}_percent`, measured: points.map((point) => point[name]) })),
    ...gpus.flatMap((gpu) =>
      gpuFigures.map((name) => ({ name: `gpu_${gpu.index}_${name}`, measured: gpu[name] ?? [] })),
    ),
  ]
  return toCsv([
    ['time', ...columns.flatMap(({ name }) => parts.map((part) => `${name}_${part}`))],
    ...points.map(({ t }, index) => [
      t,
      ...columns.flatMap(({ measured }) => parts.map((part) => measured[index]?.[part] ?? null)),
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
