import { type ReactNode, useRef } from 'react'
import type { Span } from '../period.ts'
import { usePointing } from '../plot/crosshair.ts'
import { percentOf } from '../plot/percent-of.ts'
import { PlotSelection } from '../plot/plot-selection.tsx'
import { axisWords, roundTimes } from '../plot/time-words.ts'
import { usePlotPointer } from '../plot/use-plot-pointer.ts'
import { useTrackKeys } from './use-track-keys.ts'

export interface TracksProps {
  readonly label: string
  readonly span: Span
  readonly children: ReactNode
}

/** Where the tracks of a wide page begin; on a phone what a track is of stands above it. */
const besideLabels = 'left-[12.75rem] phone:left-0'

/** Rows on one axis of time, with the crosshair of the charts. What lies on them is reached by the arrow keys. */
export function Tracks({ label, span, children }: TracksProps) {
  const plot = useRef<HTMLDivElement>(null)
  const pointer = usePlotPointer(plot, span)
  const keys = useTrackKeys()
  return (
    <div role="group" aria-label={label} className="relative touch-pan-y select-none" {...pointer} {...keys}>
      {children}
      <div ref={plot} aria-hidden className={`pointer-events-none absolute inset-y-0 right-0 ${besideLabels}`}>
        <PlotSelection span={span} />
        <Crosshair span={span} />
      </div>
      <div aria-hidden className={`relative ml-[12.75rem] h-5 phone:ml-0`}>
        <Axis span={span} />
      </div>
    </div>
  )
}

function Crosshair({ span }: { readonly span: Span }) {
  const { at } = usePointing()
  if (at === null || at < span.from || at > span.to) return null
  return (
    <div
      style={{ left: `${percentOf(span, at)}%` }}
      className="absolute inset-y-0 border-l border-dashed border-(--chart-crosshair)"
    />
  )
}

/** Words that would be cut off at an end are left out. */
const Axis = ({ span }: { readonly span: Span }) =>
  roundTimes(span, 8)
    .map((time) => ({ time, left: percentOf(span, time) }))
    .filter(({ left }) => left > 3 && left < 97)
    .map(({ time, left }, index) => (
      <span
        key={time}
        style={{ left: `${left}%` }}
        className={`absolute top-1 -translate-x-1/2 text-tiny whitespace-nowrap text-(--chart-axis) tabular-nums ${index % 2 === 1 ? 'phone:hidden' : ''}`}
      >
        {axisWords(span)(time * 1000)}
      </span>
    ))

export interface TrackProps {
  /** What it is of. */
  readonly label: ReactNode
  /** Its name for who hears it. */
  readonly name: string
  readonly children: ReactNode
}

export const Track = ({ label, name, children }: TrackProps) => (
  <div className="grid grid-cols-[12rem_minmax(0,1fr)] items-center gap-x-3 py-1 phone:grid-cols-[minmax(0,1fr)] phone:gap-y-1 phone:py-1.5">
    <div className="flex min-w-0 items-center">{label}</div>
    <div role="group" aria-label={name} className="relative h-5 rounded-inner bg-sunken forced-colors:border">
      {children}
    </div>
  </div>
)
