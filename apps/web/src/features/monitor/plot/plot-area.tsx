import { type CSSProperties, type ReactNode, useRef } from 'react'
import type { Span } from '../period.ts'
import { usePointing } from './crosshair.ts'
import { PlotSelection } from './plot-selection.tsx'
import { usePlotKeys } from './use-plot-keys.ts'
import { usePlotPointer } from './use-plot-pointer.ts'

/** Id of the words on the page that say which keys a chart has. */
export const plotKeysId = 'plot-keys'

export interface PlotAreaProps {
  readonly label: string
  readonly span: Span
  /** Where the arrow keys stop, in seconds since the epoch. */
  readonly times: readonly number[]
  /** What is at the crosshair, for who hears it. */
  readonly told: string
  /** Where the axis lies in the chart. */
  readonly style: CSSProperties
  readonly children?: ReactNode
}

/** Over the curves: whoever points, drags or presses keys there moves the crosshair of all charts and zooms. */
export function PlotArea({ label, span, times, told, style, children }: PlotAreaProps) {
  const box = useRef<HTMLDivElement>(null)
  const { at } = usePointing()
  const pointer = usePlotPointer(box, span)
  const keys = usePlotKeys(span, times)
  const now = at === null ? span.to : Math.min(span.to, Math.max(span.from, at))
  return (
    <div
      ref={box}
      role="slider"
      tabIndex={0}
      aria-label={`${label}: moment`}
      aria-describedby={plotKeysId}
      aria-valuemin={Math.floor(span.from)}
      aria-valuemax={Math.ceil(span.to)}
      aria-valuenow={Math.round(now)}
      aria-valuetext={told}
      {...pointer}
      {...keys}
      style={style}
      className="absolute cursor-crosshair touch-pan-y select-none"
    >
      {children}
      <PlotSelection span={span} />
    </div>
  )
}
