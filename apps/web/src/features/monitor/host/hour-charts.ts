import type { PerformanceHour, PerformanceRange } from '@ollama-dashboard/contracts'
import { formatCount, formatHour, formatMs } from '../../../lib/format.ts'
import type { ChartData } from '../charts/chart-data.ts'
import { hoursWords, rangeSeconds, type Span } from '../period.ts'
import { replyTitles } from './reply-charts.ts'

const hourSeconds = 3600

/**
 * What models were asked and how fast they were, hour by hour, for who may not see how all of them fare: over the last
 * day, week or month, whatever part of it the page shows. `now` is in seconds since the epoch.
 */
export function hourCharts(history: readonly PerformanceHour[], range: PerformanceRange, now: number): ChartData[] {
  const span = hoursOf(range, now)
  const starts = Array.from(
    { length: (span.to - span.from) / hourSeconds },
    (_, index) => span.from + index * hourSeconds,
  )
  const byHour = new Map(history.map((hour) => [Date.parse(hour.t) / 1000, hour]))
  const values = (pick: (hour: PerformanceHour) => number | null, without: number | null) =>
    starts.map((time) => {
      const hour = byHour.get(time)
      return hour ? pick(hour) : without
    })
  const axis = {
    ...span,
    reach: hoursWords[range],
    // What is said of an hour stands in its middle.
    times: starts.map((start) => start + hourSeconds / 2),
    step: hourSeconds,
    formatTime: formatHour,
    formatStep: (ms: number) => formatHour(ms - (hourSeconds / 2) * 1000),
  }
  return [
    {
      ...axis,
      title: replyTitles.requests,
      nothing: 'No requests in this period',
      kind: 'bars',
      isCount: true,
      series: [
        { label: 'Requests', values: values(({ requests }) => requests, 0), format: formatCount, overall: 'total' },
        { label: 'Failed', values: values(({ errors }) => errors, 0), format: formatCount, overall: 'total' },
      ],
    },
    {
      ...axis,
      title: replyTitles.speed,
      nothing: 'No replies in this period',
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

/** It ends with the hour that is under way. */
function hoursOf(range: PerformanceRange, now: number): Span {
  const to = (Math.floor(now / hourSeconds) + 1) * hourSeconds
  return { from: to - rangeSeconds[range], to }
}
