import uPlot from 'uplot'
import { formatDay, formatTime } from '../../lib/format.ts'
import { remInPixels } from '../../lib/rem.ts'
import type { ChartData } from './chart-data.ts'

/** A canvas counts in pixels; the text on it is as large as the other text of its size all the same. */
const px = (atUsualSize: number): number => Math.round((atUsualSize / 16) * remInPixels())
const axisFont = () => `${px(11)}px "Inter Variable", sans-serif`
/** Where the curves begin, in pixels. */
const axisWidth = () => px(42)
const daySeconds = 86_400

/** A colour token, as the theme has it now: a canvas does not know variables. */
const token = (name: string): string => getComputedStyle(document.documentElement).getPropertyValue(name)

/** Where the crosshair is. */
export interface Pointed {
  /** Seconds since the epoch. */
  readonly time: number
  /** Which values are there; null where none were measured. */
  readonly index: number | null
  /** Pixels from the left end of the chart. */
  readonly left: number
}

export interface ChartFrame {
  readonly width: number
  readonly height: number
  /** Where the crosshair was in the chart that this one takes the place of, in seconds since the epoch. */
  readonly pointedBefore: number | null
  readonly onPoint: (pointed: Pointed | null) => void
}

/** The columns of a chart, as it is drawn: times, values, and the ends of each spread. */
export function columnsOf({ times, series }: ChartData): uPlot.AlignedData {
  const spreads = series.flatMap(({ spread }) => (spread ? [spread.max, spread.min] : []))
  return [times, ...series.map(({ values }) => values), ...spreads] as unknown as uPlot.AlignedData
}

/** How a chart is drawn. The data, and with them the ends of its axes, come afterwards. */
export function optionsOf(data: () => ChartData, { width, height, pointedBefore, onPoint }: ChartFrame): uPlot.Options {
  const { series, kind, top, from, to, isCount } = data()
  const colours = series.map((_, index) => token(`--chart-${index + 1}`))
  const grid = { stroke: token('--chart-grid'), width: 1 }
  const axis = { stroke: token('--chart-axis'), font: axisFont(), ticks: { show: false } }
  const hasRight = series.some(({ isRight }) => isRight)
  const spreads = series.flatMap(({ spread, isRight }, index) => (spread ? [{ index, isRight }] : []))
  const scaleOf = (isRight: boolean | undefined) => (isRight ? 'right' : 'left')
  const fromZero = (_: uPlot, __: number | null, most: number | null): uPlot.Range.MinMax => [0, top ?? nice(most)]

  return {
    width,
    height,
    padding: [8, hasRight ? 0 : px(22), 0, 0],
    legend: { show: false },
    // Charts that reach over the same time move their crosshairs together.
    cursor: { sync: { key: `monitor ${to - from}` }, y: false, drag: { x: false, y: false }, points: { size: 7 } },
    scales: {
      x: { time: true, range: () => [data().from, data().to] },
      left: { range: fromZero },
      ...(hasRight && { right: { range: (_, __, most) => [0, nice(most)] } }),
    },
    axes: [
      {
        ...axis,
        grid: { show: false },
        space: px(70),
        size: px(26),
        values: (_, splits) => {
          const { from, to } = data()
          return splits.map((time) => (to - from > 2 * daySeconds ? formatDay : formatTime)(time * 1000))
        },
      },
      {
        ...axis,
        scale: 'left',
        grid,
        size: axisWidth(),
        gap: 6,
        values: (_, splits) => splits.map(plain),
        ...(isCount && { incrs: wholeSteps }),
      },
      ...(hasRight
        ? [
            {
              ...axis,
              scale: 'right',
              side: 1,
              grid: { show: false },
              size: px(46),
              gap: 6,
              values: (_: uPlot, splits: number[]) => splits.map(plain),
            } as uPlot.Axis,
          ]
        : []),
    ],
    series: [
      {},
      ...series.map(
        ({ isRight }, index): uPlot.Series => ({
          scale: scaleOf(isRight),
          stroke: colours[index] ?? '',
          width: 1.5,
          ...(index > 0 && kind === 'line' && { dash: [4, 3] }),
          // A lone value of each scale is as high as the other: a ring leaves the dot within it to be seen.
          ...(kind === 'bars'
            ? { fill: colours[index] ?? '', width: 0, points: { show: false }, paths: bars }
            : {
                points: isRight
                  ? { size: 9, width: 1.5, fill: 'transparent' }
                  : { size: 5, fill: colours[index] ?? '' },
              }),
          ...(kind === 'line' && index === 0 && !hasRight && { fill: faint(colours[index]) }),
        }),
      ),
      ...spreads.flatMap(({ isRight }): uPlot.Series[] => {
        const edge = { scale: scaleOf(isRight), width: 0, points: { show: false } }
        return [edge, edge]
      }),
    ],
    bands: spreads.map(({ index }, place) => {
      const first = 1 + series.length + 2 * place
      return { series: [first, first + 1], fill: faint(colours[index]) }
    }),
    hooks: {
      ready: [
        (chart) => {
          if (pointedBefore !== null) chart.setCursor({ left: chart.valToPos(pointedBefore, 'x'), top: 0 })
        },
      ],
      setCursor: [
        (chart) => {
          const { left = -1, idx = null } = chart.cursor
          onPoint(left < 0 ? null : pointedAt(data(), chart.posToVal(left, 'x'), idx, left))
        },
      ],
    },
  }
}

/** The nearest values may be far away, where nothing was measured. */
function pointedAt({ times, step }: ChartData, at: number, nearest: number | null, left: number): Pointed {
  const time = nearest === null ? undefined : times[nearest]
  const isFar = time === undefined || Math.abs(time - at) > step * 1.5
  return { time: at, index: isFar ? null : nearest, left: axisWidth() + left }
}

const bars = uPlot.paths.bars?.({ size: [0.7, 28] }) as uPlot.Series.PathBuilder

/** 1, 2, 5, 10 and so on. */
const wholeSteps = Array.from({ length: 10 }, (_, power) => [1, 2, 5].map((step) => step * 10 ** power)).flat()

const plain = (value: number): string => value.toLocaleString('en')

/** The colour of an area under or between lines. */
const faint = (colour: string | undefined): string => `color-mix(in srgb, ${colour} 12%, transparent)`

/** A top that leaves room over the highest value; never zero. */
const nice = (most: number | null): number => (most === null || most <= 0 ? 1 : most * 1.1)
