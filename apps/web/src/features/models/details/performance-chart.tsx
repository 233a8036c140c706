import type { ModelPerformance } from '@ollama-dashboard/contracts'
import { formatHour } from '../../../lib/format.ts'
import { useWidth } from '../../../lib/hooks/use-width.ts'

export interface PerformanceChartProps {
  readonly history: ModelPerformance['history']
  /** The right end: milliseconds since the epoch. */
  readonly now: number
}

const box = { height: 160, left: 36, right: 8, top: 10, bottom: 24 } as const
const hourMs = 3_600_000
const minHours = 24

/** The median of each hour as a bar; an hour without a reply stays empty. The table below it has the same numbers. */
export function PerformanceChart({ history, now }: PerformanceChartProps) {
  const [ref, width] = useWidth(520)
  const bars = history.flatMap(({ t, tokens_per_second: rate }) => (rate === null ? [] : [{ at: Date.parse(t), rate }]))
  const first = bars[0]
  if (!first) return null
  const end = (Math.floor(now / hourMs) + 1) * hourMs
  const begin = Math.min(first.at, end - minHours * hourMs)
  const fastest = Math.max(...bars.map(({ rate }) => rate))
  const step = niceStep(fastest / 4)
  const top = Math.ceil(fastest / step) * step
  const inner = width - box.left - box.right
  const x = (at: number) => box.left + ((at - begin) / (end - begin)) * inner
  const y = (rate: number) => box.top + (1 - rate / top) * (box.height - box.top - box.bottom)
  const barWidth = Math.max(2, Math.min(24, x(begin + hourMs) - x(begin) - 1.5))

  return (
    <svg
      ref={ref}
      viewBox={`0 0 ${width} ${box.height}`}
      role="img"
      aria-label={`Between ${Math.min(...bars.map(({ rate }) => rate)).toFixed(1)} and ${fastest.toFixed(1)} tokens per second since ${formatHour(new Date(begin).toISOString())}`}
      className="block h-[160px] w-full overflow-visible text-[0.6875rem] tabular-nums"
    >
      {Array.from({ length: Math.round(top / step) + 1 }, (_, index) => index * step).map((rate) => (
        <g key={rate}>
          <line x1={box.left} x2={width - box.right} y1={y(rate)} y2={y(rate)} stroke="var(--chart-grid)" />
          <text x={box.left - 10} y={y(rate) + 4} textAnchor="end" fill="var(--chart-axis)">
            {Number(rate.toPrecision(3)).toLocaleString('en')}
          </text>
        </g>
      ))}
      {bars.map(({ at, rate }) => (
        <rect
          key={at}
          x={x(at)}
          y={y(rate)}
          width={barWidth}
          height={y(0) - y(rate)}
          rx={Math.min(2, barWidth / 2)}
          fill="var(--chart-1)"
        >
          <title>{`${rate.toFixed(1)} tokens per second at ${formatHour(new Date(at).toISOString())}`}</title>
        </rect>
      ))}
      <text x={box.left} y={box.height - 4} fill="var(--chart-axis)">
        {formatHour(new Date(begin).toISOString())}
      </text>
      <text x={width - box.right} y={box.height - 4} textAnchor="end" fill="var(--chart-axis)">
        now
      </text>
    </svg>
  )
}

/** 1, 2 or 5 times a power of ten: a step of the axis that reads well. */
function niceStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least))
  return power * ([1, 2, 5].find((times) => times * power >= least) ?? 10)
}
