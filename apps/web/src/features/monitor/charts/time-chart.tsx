import { useEffect, useEffectEvent, useLayoutEffect, useRef } from 'react'
import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import { useTheme } from '../../../lib/appearance.ts'
import { useWidth } from '../../../lib/hooks/use-width.ts'
import { remInPixels } from '../../../lib/rem.ts'
import { PlotArea } from '../plot/plot-area.tsx'
import type { ChartData } from './chart-data.ts'
import { columnsOf, optionsOf } from './chart-options.ts'
import { MarkLines } from './mark-lines.tsx'
import { plotInset } from './plot-inset.ts'
import { type Pointed, toldOf } from './pointed.ts'

export interface TimeChartProps {
  readonly data: ChartData
  /** Where the crosshair is; null where there is none. */
  readonly pointed: Pointed | null
}

/** As high as its box. */
const height = (): number => 11 * remInPixels()

/** The curves, and over them what points at a time. Whoever cannot see them has the same data as a table. */
export function TimeChart({ data, pointed }: TimeChartProps) {
  const { title, series } = data
  const [ref, width] = useWidth(480)
  const theme = useTheme()
  // What another set of curves or other colours need is drawn anew; new values are not.
  const shape = series.map(({ label, spread }) => `${label} ${spread !== undefined}`).join()
  return (
    <div className="relative">
      {/* Before its width is known a chart may be wider than a phone. */}
      <div ref={ref} aria-hidden className="h-44 min-w-0 overflow-hidden">
        <Curves key={`${theme} ${shape}`} width={width} data={data} at={pointed?.time ?? null} />
      </div>
      <PlotArea label={title} span={data} times={data.times} told={toldOf(data, pointed)} style={plotInset(data)}>
        <MarkLines span={data} />
      </PlotArea>
    </div>
  )
}

interface CurvesProps {
  readonly data: ChartData
  readonly at: number | null
  readonly width: number
}

function Curves({ data, at, width }: CurvesProps) {
  const box = useRef<HTMLDivElement>(null)
  const chart = useRef<uPlot | null>(null)
  const latest = useEffectEvent(() => ({ data, at }))
  const draw = useEffectEvent((place: HTMLElement) => {
    const frame = { width, height: height(), onAxis: (chart: uPlot) => point(chart, latest().at) }
    return new uPlot(
      optionsOf(() => latest().data, frame),
      columnsOf(data),
      place,
    )
  })

  useLayoutEffect(() => {
    if (!box.current) return
    const drawn = draw(box.current)
    chart.current = drawn
    return () => drawn.destroy()
  }, [])
  useEffect(() => chart.current?.setData(columnsOf(data)), [data])
  useEffect(() => chart.current?.setSize({ width, height: height() }), [width])
  useEffect(() => point(chart.current, at), [at])

  return <div ref={box} className="time-chart" />
}

/** What has no place on the axis is drawn nowhere. */
function point(chart: uPlot | null, at: number | null): void {
  const { min, max } = chart?.scales['x'] ?? {}
  const isThere = chart && at !== null && min != null && max != null && at >= min && at <= max
  chart?.setCursor(isThere ? { left: chart.valToPos(at, 'x'), top: 0 } : { left: -10, top: -10 })
}
