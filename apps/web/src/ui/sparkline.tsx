export interface SparklineProps {
  /** 0 to 100; null where nothing was measured. Oldest first. */
  readonly values: readonly (number | null)[]
  readonly isStale?: boolean
}

const width = 300
const height = 40

/** The last samples on a fixed scale of 0 to 100, edge to edge. A gap stays a gap. */
export function Sparkline({ values, isStale = false }: SparklineProps) {
  const runs = runsOf(values)
  const step = width / Math.max(1, values.length - 1)
  const at = ([index, value]: Sample) => `${round(index * step)} ${round(height - 1 - (value / 100) * (height - 2))}`
  const line = runs.map((run) => `M${run.map(at).join('L')}`).join('')
  const area = runs
    .map(
      (run) =>
        `M${round((run[0]?.[0] ?? 0) * step)} ${height}L${run.map(at).join('L')}L${round((run.at(-1)?.[0] ?? 0) * step)} ${height}Z`,
    )
    .join('')
  const colour = isStale ? 'var(--ink-faint)' : 'var(--chart-1)'
  return (
    <svg
      aria-hidden
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="none"
      className="absolute inset-x-0 bottom-0 block h-11.5 w-full"
    >
      <path d={area} fill={colour} opacity={0.1} />
      <path
        d={line}
        fill="none"
        stroke={colour}
        strokeWidth={1.5}
        strokeLinejoin="round"
        vectorEffect="non-scaling-stroke"
        {...(isStale && { strokeDasharray: '2 3' })}
      />
    </svg>
  )
}

type Sample = readonly [index: number, value: number]

function runsOf(values: readonly (number | null)[]): Sample[][] {
  const runs: Sample[][] = []
  let run: Sample[] | null = null
  for (const [index, value] of values.entries()) {
    if (value === null) {
      run = null
      continue
    }
    if (!run) {
      run = []
      runs.push(run)
    }
    run.push([index, value])
  }
  return runs
}

const round = (value: number): number => Math.round(value * 10) / 10
