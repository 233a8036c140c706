import type { MemoryRoom } from '@ollama-dashboard/contracts'
import { formatCount, formatMemory } from '../../../lib/format.ts'
import { useWidth } from '../../../lib/hooks/use-width.ts'
import { bytesAt, type EstimatePoint } from './memory-at.ts'
import { memoryNames } from './memory-plan.ts'

export interface MemoryChartProps {
  readonly estimate: readonly EstimatePoint[]
  /** The memory that it goes to first; null where it is not known. */
  readonly room: Pick<MemoryRoom, 'memory' | 'usable_bytes' | 'max_context'> | null
  readonly saved: number | null
  /** The context that the running model has. */
  readonly allocated: number | null
}

const frame = { height: 220, left: 52, right: 8, top: 10, bottom: 24 } as const
const gridLines = 4

/** In one unit from end to end, in which every step is a whole number. */
const axisLabel = (bytes: number, step: number): string =>
  step < 2 ** 30 ? `${formatCount(bytes / 2 ** 20)} MiB` : `${formatCount(bytes / 2 ** 30)} GiB`

/** Memory over context, with the line of what fits. The table below it has the same numbers. */
export function MemoryChart({ estimate, room, saved, allocated }: MemoryChartProps) {
  const [ref, width] = useWidth(520)
  // One unit is one pixel, so that the text has its size on every screen.
  const box = { ...frame, width }
  const first = estimate[0]
  const last = estimate.at(-1)
  if (!first || !last) return null
  const usable = room?.usable_bytes ?? null
  // The line of what fits is worth showing while the curve is not flattened by it.
  const top = usable !== null && usable < 2 * last.bytes ? Math.max(last.bytes, 1.04 * usable) : last.bytes
  const step = niceStep(top - first.bytes)
  const low = Math.floor(first.bytes / step) * step
  const high = Math.max(low + step * 2, Math.ceil(top / step) * step)
  const x = (context: number) => box.left + (context / last.context) * (box.width - box.left - box.right)
  const y = (bytes: number) => box.top + (1 - (bytes - low) / (high - low)) * (box.height - box.top - box.bottom)
  const fitting = room ? shownContext(room.max_context, first.context, last.context) : null
  const bottom = y(low)
  const pathOf = (points: readonly { readonly context: number; readonly bytes: number }[]) =>
    points.map(({ context, bytes }) => `${x(context).toFixed(1)} ${y(bytes).toFixed(1)}`).join('L')
  const filledTo = room ? fitting : last.context
  const isLate = fitting !== null && fitting < last.context && fitting > last.context * 0.6
  const marks = (
    [
      [saved, 'Saved'],
      [allocated, 'Allocated now'],
    ] as const
  ).flatMap(([context, title]) => (context === null || context > last.context ? [] : [[context, title] as const]))
  const ticks = (width < 420 ? [0, 0.5, 1] : [0, 0.25, 0.5, 0.75, 1]).map((share) => Math.round(last.context * share))

  return (
    <svg
      ref={ref}
      viewBox={`0 0 ${box.width} ${box.height}`}
      role="img"
      aria-label={`From ${formatMemory(first.bytes)} at ${formatCount(first.context)} tokens to ${formatMemory(last.bytes)} at ${formatCount(last.context)}${fitting ? `; fits up to ${formatCount(fitting)} tokens` : ''}`}
      className="block h-[220px] w-full overflow-visible text-[0.6875rem] tabular-nums"
    >
      {Array.from({ length: Math.round((high - low) / step) + 1 }, (_, index) => low + index * step).map((bytes) => (
        <g key={bytes}>
          <line x1={box.left} x2={box.width - box.right} y1={y(bytes)} y2={y(bytes)} stroke="var(--chart-grid)" />
          <text x={box.left - 10} y={y(bytes) + 4} textAnchor="end" fill="var(--chart-axis)">
            {axisLabel(bytes, step)}
          </text>
        </g>
      ))}
      {ticks.map((context, index) => (
        <text
          key={context}
          x={x(context)}
          y={box.height - 4}
          textAnchor={index === 0 ? 'start' : index === ticks.length - 1 ? 'end' : 'middle'}
          fill="var(--chart-axis)"
        >
          {formatCount(context)}
        </text>
      ))}
      {filledTo !== null && (
        <path
          d={`M${pathOf([...estimate.filter(({ context }) => context < filledTo), { context: filledTo, bytes: bytesAt(estimate, filledTo) ?? low }])}V${bottom}H${x(first.context)}Z`}
          fill="var(--chart-1)"
          opacity={0.11}
        />
      )}
      <path d={`M${pathOf(estimate)}`} fill="none" stroke="var(--chart-1)" strokeWidth={1.6} strokeLinejoin="round" />
      {room && usable !== null && usable >= low && usable <= high && (
        <>
          <line
            x1={box.left}
            x2={box.width - box.right}
            y1={y(usable)}
            y2={y(usable)}
            stroke="var(--attention)"
            strokeWidth={1.5}
            strokeDasharray="5 4"
          />
          <text
            // Where the curve crosses late, it runs through the right end of the line.
            x={isLate ? box.left + 4 : box.width - box.right}
            y={y(usable) - 6}
            textAnchor={isLate ? 'start' : 'end'}
            fill="var(--ink-strong)"
            fontWeight={560}
          >
            {formatMemory(usable)} usable {memoryNames[room.memory]}
          </text>
        </>
      )}
      {usable !== null && fitting !== null && fitting < last.context && (
        <>
          <line
            x1={x(fitting)}
            x2={x(fitting)}
            y1={y(usable)}
            y2={bottom}
            stroke="var(--chart-crosshair)"
            strokeDasharray="3 3"
          />
          <circle cx={x(fitting)} cy={y(usable)} r={4} fill="var(--attention)" stroke="var(--panel)" strokeWidth={2} />
          <text
            x={x(fitting) + (isLate ? -8 : 8)}
            y={bottom - 8}
            textAnchor={isLate ? 'end' : 'start'}
            fill="var(--ink-strong)"
            fontWeight={560}
          >
            Fits to {formatCount(fitting)} tokens
          </text>
        </>
      )}
      {estimate.map(
        ({ context, bytes, observed }) =>
          observed && (
            <circle
              key={context}
              cx={x(context)}
              cy={y(bytes)}
              r={3.5}
              fill="var(--panel)"
              stroke="var(--chart-1)"
              strokeWidth={1.6}
            >
              <title>{`Measured: ${formatMemory(bytes)} at ${formatCount(context)} tokens`}</title>
            </circle>
          ),
      )}
      {marks.map(([context, title]) => (
        <circle
          key={title}
          cx={x(context)}
          cy={y(bytesAt(estimate, context) ?? low)}
          r={4.5}
          fill="var(--chart-1)"
          stroke="var(--panel)"
          strokeWidth={2}
        >
          <title>{`${title}: ${formatCount(context)} tokens`}</title>
        </circle>
      ))}
    </svg>
  )
}

/** The longest context that fits, rounded down to what a person would type; null where it is below the first of the curve. */
function shownContext(longest: number | null, first: number, last: number): number | null {
  if (longest === null || longest < first) return null
  return longest >= last ? last : Math.max(first, Math.floor(longest / 256) * 256)
}

const leastStep = 2 ** 27

/** A step of the axis that reads well where memory is counted: a power of two. */
const niceStep = (span: number): number => 2 ** Math.ceil(Math.log2(Math.max(span / gridLines, leastStep)))
