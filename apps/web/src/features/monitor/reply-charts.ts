import type { HistoryRange, PerformanceHour } from '@ollama-dashboard/contracts'
import { formatCount, formatHour, formatMs } from '../../lib/format.ts'
import type { ChartData } from './chart-data.ts'
import { hourSeconds, spanOf } from './chart-span.ts'

export type RepliesRange = '24h' | '7d'

/** Replies are added up by the hour: less than a day of them is no curve. */
export const repliesRangeOf = (range: HistoryRange): RepliesRange => (range === '7d' ? '7d' : '24h')

const hoursOf: Readonly<Record<RepliesRange, number>> = { '24h': 24, '7d': 168 }

export const reachOf: Readonly<Record<RepliesRange, string>> = { '24h': 'last 24 hours', '7d': 'last 7 days' }

/**
 * What models were asked and how fast they were, hour by hour; over more than the page shows of the host, if that is
 * too little. `now` is in seconds since the epoch.
 */
export function replyCharts(history: readonly PerformanceHour[], shown: HistoryRange, now: number): ChartData[] {
  const range = repliesRangeOf(shown)
  const span = spanOf(range, now)
  const starts = Array.from({ length: hoursOf[range] }, (_, index) => span.from + index * hourSeconds)
  const byHour = new Map(history.map((hour) => [Date.parse(hour.t) / 1000, hour]))
  const values = (pick: (hour: PerformanceHour) => number | null, without: number | null) =>
    starts.map((time) => {
      const hour = byHour.get(time)
      return hour ? pick(hour) : without
    })
  const axis = {
    ...span,
    ...(range !== shown && { reach: reachOf[range] }),
    // What is said of an hour stands in its middle.
    times: starts.map((start) => start + hourSeconds / 2),
    step: hourSeconds,
    formatTime: formatHour,
    formatStep: (ms: number) => formatHour(ms - (hourSeconds / 2) * 1000),
  }
  return [
    {
      ...axis,
      title: 'Requests per hour',
      kind: 'bars',
      isCount: true,
      series: [
        { label: 'Requests', values: values(({ requests }) => requests, 0), format: formatCount, overall: 'total' },
        { label: 'Failed', values: values(({ errors }) => errors, 0), format: formatCount, overall: 'total' },
      ],
    },
    {
      ...axis,
      title: 'Throughput (tokens/s) and time to first token (ms)',
      kind: 'line',
      series: [
        {
          label: 'Tokens/s',
          values: values(({ tokens_per_second }) => tokens_per_second, null),
          format: (value) => value.toFixed(1),
          overall: 'latest',
        },
        {
          label: 'First token',
          values: values(({ time_to_first_token_ms }) => time_to_first_token_ms, null),
          format: formatMs,
          overall: 'latest',
          isRight: true,
        },
      ],
    },
  ]
}
