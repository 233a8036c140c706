import { formatHour } from '../../../lib/format.ts'
import type { Pointing } from '../plot/crosshair.ts'
import { nearest } from '../plot/nearest.ts'
import type { ChartData } from './chart-data.ts'

/** Where the crosshair is in a chart. */
export interface Pointed {
  /** Seconds since the epoch. */
  readonly time: number
  /** Which values are there; null where none were measured. */
  readonly index: number | null
}

/** Null where nobody points, or at a time that the chart does not show. The nearest values may be far away, across a gap. */
export function pointedIn({ times, step, from, to }: ChartData, { at }: Pointing): Pointed | null {
  if (at === null || at < from || at > to) return null
  const index = times.length === 0 ? -1 : nearest(times, at)
  const time = times[index]
  const isFar = time === undefined || Math.abs(time - at) > step * 1.5
  return { time: at, index: isFar ? null : index }
}

/** Of what stands beside the names: that is of a whole step. */
export function momentOf({ times, formatStep, formatTime }: ChartData, { time, index }: Pointed): string {
  const step = index === null ? undefined : times[index]
  return step === undefined ? formatTime(time * 1000) : formatStep(step * 1000)
}

/** What a chart shows at the crosshair, in words; without one, what it reaches over. */
export function toldOf(data: ChartData, pointed: Pointed | null): string {
  if (!pointed) return `${formatHour(data.from * 1000)} to ${formatHour(data.to * 1000)}`
  const values = data.series.map(({ label, values, format }) => {
    const value = values[pointed.index ?? -1]
    return `${label} ${value == null ? 'not measured' : format(value)}`
  })
  return `${momentOf(data, pointed)}: ${values.join(', ')}`
}
