import { type RefObject, useEffect, useEffectEvent, useLayoutEffect, useRef } from 'react'
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
  const { title, series, from, to } = props.data
  const [ref, width] = useWidth(480)
  const theme = useTheme()
  // What another set of curves or other colours need is drawn anew; new values are not.
  const shape = [to - from, ...series.map(({ label, spread }) => `${label} ${spread !== undefined}`)].join()
  const pointedAt = useRef<number | null>(null)
  return (
    // Before its width is known a chart may be wider than a phone.
    <div
      ref={ref}
      role="img"
      aria-label={`${title}. “As table” has the same data.`}
      className="h-44 min-w-0 overflow-hidden"
    >
      <Curves key={`${theme} ${shape}`} width={width} pointedAt={pointedAt} {...props} />
    </div>
  )
}

interface CurvesProps extends TimeChartProps {
  readonly width: number
  /** Where the crosshair is, in seconds since the epoch: what is drawn anew has it there. */
  readonly pointedAt: RefObject<number | null>
}

function Curves({ data, onPoint, width, pointedAt }: CurvesProps) {
  const box = useRef<HTMLDivElement>(null)
  const chart = useRef<uPlot | null>(null)
  const latest = useEffectEvent(() => ({ data, onPoint }))
  const draw = useEffectEvent((place: HTMLElement) => {
    const frame = {
      width,
      height: height(),
      pointedBefore: pointedAt.current,
      onPoint(pointed: Pointed | null) {
        pointedAt.current = pointed?.time ?? null
        latest().onPoint(pointed)
      },
    }
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
