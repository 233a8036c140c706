import { useEffect, useLayoutEffect, useRef } from 'react'
import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import { useTheme } from '../../lib/appearance.ts'
import { useWidth } from '../../lib/use-width.ts'
import type { ChartData } from './chart-data.ts'
import { columnsOf, optionsOf, type Pointed } from './chart-options.ts'

export interface TimeChartProps {
  readonly data: ChartData
  readonly onPoint: (pointed: Pointed | null) => void
}

const height = 176

/** The curves. Whoever cannot see them has the same data as a table. */
export function TimeChart({ data, onPoint }: TimeChartProps) {
  const [ref, width] = useWidth(480)
  const box = useRef<HTMLDivElement>(null)
  const chart = useRef<uPlot | null>(null)
  const latest = useRef({ data, onPoint, width })
  latest.current = { data, onPoint, width }
  const theme = useTheme()
  // What another set of curves or other colours need is drawn anew; new values are not.
  const shape = data.series.map(({ label, spread }) => `${label} ${spread !== undefined}`).join()

  useLayoutEffect(() => {
    void theme
    void shape
    if (!box.current) return
    const frame = {
      width: latest.current.width,
      height,
      onPoint: (pointed: Pointed | null) => latest.current.onPoint(pointed),
    }
    const drawn = new uPlot(
      optionsOf(() => latest.current.data, frame),
      columnsOf(latest.current.data),
      box.current,
    )
    chart.current = drawn
    return () => drawn.destroy()
  }, [theme, shape])
  useEffect(() => chart.current?.setData(columnsOf(data)), [data])
  useEffect(() => chart.current?.setSize({ width, height }), [width])

  return (
    <div ref={ref} role="img" aria-label={`${data.title}. “As table” has the same data.`} className="h-44 min-w-0">
      <div ref={box} className="time-chart" />
    </div>
  )
}
