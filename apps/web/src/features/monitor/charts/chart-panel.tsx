import clsx from 'clsx'
import { lazy, Suspense, useId } from 'react'
import { loadPart } from '../../../lib/load-part.ts'
import { usePointing } from '../plot/crosshair.ts'
import { percentOf } from '../plot/percent-of.ts'
import type { ChartData, ChartSeries } from './chart-data.ts'
import { plotInset } from './plot-inset.ts'
import { momentOf, type Pointed, pointedIn } from './pointed.ts'
import { SeriesTable } from './series-table.tsx'
import type { TimeChartProps } from './time-chart.tsx'
import { TimeTag } from './time-tag.tsx'

const InFigures = ({ data }: TimeChartProps) => (
  <>
    <p className="px-2 pb-2 text-small text-ink-muted">This browser cannot draw charts.</p>
    <SeriesTable data={data} />
  </>
)

// Curves are most of what this page would have to load. A browser that cannot draw them still has the figures.
const TimeChart = lazy(() => {
  sayKnownLanguage()
  return loadPart(() =>
    import('./time-chart.tsx').then(({ TimeChart }) => ({ default: TimeChart }), inFiguresUnlessAway),
  )
})

/** A module that cannot be fetched is a `TypeError`, and its styles are Vite's; anything else was thrown by what draws. */
function inFiguresUnlessAway(error: unknown) {
  if (error instanceof TypeError || String(error).includes('Unable to preload CSS')) throw error
  return { default: InFigures }
}

export interface ChartPanelProps {
  readonly data: ChartData
  readonly isTable: boolean
}

/** Curves of one kind, with what they are at the crosshair, or else over all that is shown. */
export function ChartPanel({ data, isTable }: ChartPanelProps) {
  const id = useId()
  const pointing = usePointing()
  const pointed = isTable ? null : pointedIn(data, pointing)
  const about = data.reach ?? (isTable ? undefined : data.note)
  return (
    <section aria-labelledby={id} className="min-w-0 rounded-panel border border-line bg-panel">
      <header className="flex min-h-11 flex-wrap items-center justify-between gap-x-4 gap-y-0.5 px-(--pad) pt-1.5 phone:pt-3">
        <div className="flex flex-wrap items-baseline gap-x-2">
          <h2 id={id} className="font-strong text-base tracking-tight">
            {data.title}
          </h2>
          {about !== undefined && <p className="text-small text-ink-muted">{about}</p>}
        </div>
        <Legend data={data} pointed={pointed} />
      </header>
      {isTable ? (
        <SeriesTable data={data} />
      ) : (
        <div className="px-2 pb-2">
          <div className="relative">
            <Suspense fallback={<div className="h-44" />}>
              <TimeChart data={data} pointed={pointed} />
            </Suspense>
            {data.nothing !== undefined && isEmpty(data) && (
              <p className="pointer-events-none absolute inset-0 grid place-items-center text-small text-ink-muted">
                <span className="bg-panel px-2 py-0.5">{data.nothing}</span>
              </p>
            )}
            {pointed && <TimeTag left={leftOf(data, pointed)}>{momentOf(data, pointed)}</TimeTag>}
          </div>
        </div>
      )}
    </section>
  )
}

const Legend = ({ data, pointed }: { readonly data: ChartData; readonly pointed: Pointed | null }) => (
  <ul className="flex flex-wrap gap-x-4 text-small text-ink-muted tabular-nums">
    {data.series.map((line, index) => {
      const { label, values, format, overall } = line
      const value = pointed ? values[pointed.index ?? -1] : overallOf(line)
      return (
        <li key={label} className="flex items-center gap-1.5">
          <span
            aria-hidden
            className={clsx('w-5 border-t-2', data.kind === 'line' && strokes[index])}
            style={{ borderColor: `var(--chart-${index + 1})` }}
          />
          {label}
          {!pointed && ` ${overallWords[overall]}`}{' '}
          <b className="font-medium text-ink-strong">{value == null ? '—' : format(value)}</b>
        </li>
      )
    })}
  </ul>
)

/** A load of zero was measured; a count of zero is no bar. */
const isEmpty = ({ series, kind }: ChartData): boolean =>
  series.every(({ values }) => values.every((value) => value === null || (kind === 'bars' && value === 0)))

const overallWords = { average: 'avg', total: 'total', latest: 'latest' } as const

/** Null where nothing was measured. */
function overallOf({ values, overall }: ChartSeries): number | null {
  const known = values.filter((value) => value !== null)
  if (overall === 'latest') return known.at(-1) ?? null
  if (known.length === 0) return null
  const total = known.reduce((sum, value) => sum + value, 0)
  return overall === 'total' ? total : total / known.length
}

/** Where the crosshair is in the box of the chart. */
function leftOf(data: ChartData, { time }: Pointed): string {
  const { left, right } = plotInset(data)
  return `(${left} + (100% - ${left} - ${right}) * ${percentOf(data, time) / 100})`
}

/** Line styles of the curves: the first solid, the second dashed. */
const strokes = ['', 'border-dashed'] as const

/**
 * A browser that was started in a POSIX locale tells a language such as `en-US@posix`, which `Intl` refuses; uPlot asks
 * `Intl` for that language while it loads, and would not load at all.
 */
function sayKnownLanguage(): void {
  try {
    Intl.getCanonicalLocales(navigator.language)
  } catch {
    Object.defineProperty(navigator, 'language', { value: 'en', configurable: true })
  }
}
