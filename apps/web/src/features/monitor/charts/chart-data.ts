import type { Spread } from '@ollama-dashboard/contracts'

/** One line of a chart. `values` go with the times of the chart; null where nothing was measured. */
export interface ChartSeries {
  readonly label: string
  readonly values: readonly (number | null)[]
  /** The least and the most within each step, where a step holds more than one sample. */
  readonly spread?: { readonly min: readonly (number | null)[]; readonly max: readonly (number | null)[] }
  readonly format: (value: number) => string
  /** What stands beside its name while nothing is pointed at: of all that is shown, or what was measured last. */
  readonly overall: 'average' | 'total' | 'latest'
  /** On the scale at the right, of its own. */
  readonly isRight?: boolean
}

/** Makes a line of what was measured at each point of a history. */
export type LineOf = (
  label: string,
  measured: readonly (Spread | null)[],
  format: (value: number) => string,
) => ChartSeries

export interface ChartData {
  readonly title: string
  /** What it reaches over, where that is not what the page says. */
  readonly reach?: string
  /** Which lines it has, where those are not all. */
  readonly note?: string
  /** What its curves say where there are none. */
  readonly nothing?: string
  readonly kind: 'line' | 'bars'
  /** Seconds since the epoch, oldest first. */
  readonly times: readonly number[]
  readonly series: readonly ChartSeries[]
  /** What its table has besides. */
  readonly rest?: readonly ChartSeries[]
  /** Seconds from one time to the next, where nothing is missing. */
  readonly step: number
  /** The ends of the axis, in seconds since the epoch. */
  readonly from: number
  readonly to: number
  /** The top of the scale at the left; as high as its values without. */
  readonly top?: number
  /** Its scale at the left has whole numbers only: there is no half of what it counts. */
  readonly isCount?: boolean
  /** Any time on the axis. */
  readonly formatTime: (ms: number) => string
  /** One of the times, as what lies around it is called. */
  readonly formatStep: (ms: number) => string
}
