import type { ChartData } from './chart-data.ts'

/** Pixels at the usual size of text, in rem: axes are as wide as their words. */
export const rem = (pixels: number): number => pixels / 16

/** What lies around the curves, in rem. */
export const axisInset = {
  left: rem(42),
  top: rem(8),
  right: rem(22),
  /** Where a scale stands at the right. */
  rightScale: rem(46),
  bottom: rem(26),
} as const

/** Where the curves lie in the box of their chart, as lengths from its edges. */
export function plotInset({ series }: Pick<ChartData, 'series'>) {
  const right = series.some(({ isRight }) => isRight) ? axisInset.rightScale : axisInset.right
  return {
    left: `${axisInset.left}rem`,
    right: `${right}rem`,
    top: `${axisInset.top}rem`,
    bottom: `${axisInset.bottom}rem`,
  }
}
