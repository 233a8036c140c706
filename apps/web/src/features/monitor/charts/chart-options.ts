import uPlot from 'uplot'
import { remInPixels } from '../../../lib/rem.ts'
import { axisWords } from '../plot/time-words.ts'
import type { ChartData } from './chart-data.ts'
import { axisInset, rem } from './plot-inset.ts'

/** A canvas counts in pixels; the text on it is as large as the other text of its size all the same. */
const px = (inRem: number): number => Math.round(inRem * remInPixels())
const axisFont = () => `${px(rem(11))}px "Inter Variable", sans-serif`

/** A colour token, as the theme has it now: a canvas does not know variables. */
const token = (name: string): string => getComputedStyle(document.documentElement).getPropertyValue(name)

export interface ChartFrame {
  readonly width: number
  readonly height: number
  /** The axis of time has other ends: what stands on it stands elsewhere. */
  readonly onAxis: (chart: uPlot) => void
}

/** The columns of a chart, as it is drawn: times, values, and the ends of each spread. */
export function columnsOf({ times, series }: ChartData): uPlot.AlignedData {
  const spreads = series.flatMap(({ spread }) => (spread ? [spread.max, spread.min] : []))
  return [times, ...series.map(({ values }) => values), ...spreads] as unknown as uPlot.AlignedData
}

/** How a chart is drawn. The data, and with them the ends of its axes, come afterwards. */
export function optionsOf(data: () => ChartData, { width, height, onAxis }: ChartFrame): uPlot.Options {
  const { series, kind, top, isCount } = data()
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
    padding: [px(axisInset.top), hasRight ? 0 : px(axisInset.right), 0, 0],
    legend: { show: false },
    // Where it is, is said from without: it is the same in every chart.
    cursor: { y: false, drag: { x: false, y: false, setScale: false }, points: { size: 7 } },
    scales: {
      x: { time: true, range: () => [data().from, data().to] },
      left: { range: fromZero },
      ...(hasRight && { right: { range: (_, __, most) => [0, nice(most)] } }),
    },
    axes: [
      {
        ...axis,
        grid: { show: false },
        space: px(rem(70)),
        size: px(axisInset.bottom),
        values: (_, splits) => splits.map((time) => axisWords(data())(time * 1000)),
      },
      {
        ...axis,
        scale: 'left',
        grid,
        size: px(axisInset.left),
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
              size: px(axisInset.rightScale),
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
                points: {
                  ...(isRight ? { size: 9, width: 1.5, fill: 'transparent' } : { size: 5, fill: colours[index] ?? '' }),
                  filter: (chart, line, isEach) => (isEach ? null : loneValues(chart.data[line] ?? [])),
                },
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
    hooks: { setScale: [(chart, scale) => scale === 'x' && onAxis(chart)] },
  }
}

/** Those with nothing beside them: a line from nowhere to nowhere is not seen. */
function loneValues(values: ArrayLike<number | null | undefined>): number[] {
  return Array.from({ length: values.length }, (_, index) => index).filter(
    (index) => values[index] != null && values[index - 1] == null && values[index + 1] == null,
  )
}

const bars = uPlot.paths.bars?.({ size: [0.7, 28] }) as uPlot.Series.PathBuilder

/** 1, 2, 5, 10 and so on. */
const wholeSteps = Array.from({ length: 10 }, (_, power) => [1, 2, 5].map((step) => step * 10 ** power)).flat()

const plain = (value: number): string => value.toLocaleString('en')

/** The colour of an area under or between lines. */
const faint = (colour: string | undefined): string => `color-mix(in srgb, ${colour} 12%, transparent)`

/** A top that leaves room over the highest value; never zero. */
const nice = (most: number | null): number => (most === null || most <= 0 ? 1 : most * 1.1)
