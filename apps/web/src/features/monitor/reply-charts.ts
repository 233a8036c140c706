import type { PerformanceHour, StatsRange } from '@ollama-dashboard/contracts'
import { formatCount, formatHour, formatMs } from '../../lib/format.ts'
import type { ChartData } from './chart-data.ts'

export type RepliesRange = '24h' | '7d'

/** Replies are added up by the hour: less than a day of them is no curve. */
export const repliesRangeOf = (range: StatsRange): RepliesRange => (range === '7d' ? '7d' : '24h')

const hourSeconds = 3600
const hoursOf: Readonly<Record<RepliesRange, number>> = { '24h': 24, '7d': 168 }

/** What models were asked and how fast they were, hour by hour. `now` is in seconds since the epoch. */
export function replyCharts(history: readonly PerformanceHour[], range: RepliesRange, now: number): ChartData[] {
  const to = (Math.floor(now / hourSeconds) + 1) * hourSeconds
  const from = to - hoursOf[range] * hourSeconds
  const times = Array.from({ length: hoursOf[range] }, (_, index) => from + index * hourSeconds)
  const byHour = new Map(history.map((hour) => [Date.parse(hour.t) / 1000, hour]))
  const values = (pick: (hour: PerformanceHour) => number | null) =>
    times.map((time) => {
      const hour = byHour.get(time)
      return hour ? pick(hour) : null
    })
  const axis = { times, step: hourSeconds, from, to, formatTime: formatHour }
  return [
    {
      ...axis,
      title: 'Requests by the hour',
      kind: 'bars',
      series: [
        { label: 'Requests', values: values(({ requests }) => requests), format: formatCount },
        { label: 'Failed', values: values(({ errors }) => errors || null), format: formatCount },
      ],
    },
    {
      ...axis,
      title: 'Tokens/s, and first token, ms',
      kind: 'line',
      series: [
        {
          label: 'Tokens/s',
          values: values(({ tokens_per_second }) => tokens_per_second),
          format: (value) => value.toFixed(1),
        },
        {
          label: 'First token',
          values: values(({ time_to_first_token_ms }) => time_to_first_token_ms),
          format: formatMs,
          isRight: true,
        },
      ],
    },
  ]
}
