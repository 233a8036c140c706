import { useEffect, useEffectEvent, useLayoutEffect, useRef } from 'react'
import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import { useTheme } from '../../lib/appearance.ts'
import { useWidth } from '../../lib/hooks/use-width.ts'
import { remInPixels } from '../../lib/rem.ts'
import type { ChartData } from './chart-data.ts'
import { columnsOf, optionsOf, type Pointed } from './chart-options.ts'

export interface TimeChartProps {
  readonly data: ChartData
  readonly onPoint: (pointed: Pointed | null) => void
}

/** As high as its box. */
const height = (): number => 11 * remInPixels()

/** The curves. Whoever cannot see them has the same data as a table. */
export function TimeChart(props: TimeChartProps) {
  const { title, series } = props.data
  const [ref, width] = useWidth(480)
  const theme = useTheme()
  // What another set of curves or other colours need is drawn anew; new values are not.
  const shape = series.map(({ label, spread }) => `${label} ${spread !== undefined}`).join()
  return (
    <div ref={ref} role="img" aria-label={`${title}. “As table” has the same data.`} className="h-44 min-w-0">
      <Curves key={`${theme} ${shape}`} width={width} {...props} />
    </div>
  )
}

function Curves({ data, onPoint, width }: TimeChartProps & { readonly width: number }) {
  const box = useRef<HTMLDivElement>(null)
  const chart = useRef<uPlot | null>(null)
  const latest = useEffectEvent(() => ({ data, onPoint }))
  const draw = useEffectEvent((place: HTMLElement) => {
    const frame = { width, height: height(), onPoint: (pointed: Pointed | null) => latest().onPoint(pointed) }
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

  return <div ref={box} className="time-chart" />
}
