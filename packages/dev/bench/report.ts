import type { PageFigure } from './pages.ts'
import { spreadOf } from './streams.ts'

let missed = 0

/** Whether every figure that was reported met its limit. */
export const allMet = (): boolean => missed === 0

/** Prints a figure and whether it met its limit. */
export function report(name: string, value: string, met: boolean): void {
  if (!met) missed += 1
  console.log(`${met ? 'met   ' : 'MISSED'}  ${name.padEnd(44)} ${value}`)
}

/** Prints the median of several values beside their range, and whether it met its limit. */
export function reportMedian(
  name: string,
  values: readonly number[],
  atMost: number,
  unit: PageFigure['unit'] = 'ms',
): void {
  const { median, min, max } = spreadOf(values)
  const [shown, ...range] = [median, min, max].map((value) => value.toFixed(unit === 'ms' ? 0 : 3))
  const spread = `${shown}${unit === 'ms' ? ' ms' : ''}, ${range.join(' to ')} in ${values.length} (at most ${atMost})`
  report(name, spread, median <= atMost)
}
