import type { Span } from '../period.ts'
import { usePointing } from './crosshair.ts'
import { percentOf } from './percent-of.ts'

/** The part of the time that is selected, over an axis. */
export function PlotSelection({ span }: { readonly span: Span }) {
  const { selected } = usePointing()
  if (!selected || selected.to <= span.from || selected.from >= span.to) return null
  const left = percentOf(span, selected.from)
  return (
    <div
      aria-hidden
      style={{ left: `${left}%`, width: `${percentOf(span, selected.to) - left}%` }}
      className="pointer-events-none absolute inset-y-0 border-x border-accent bg-accent/15"
    />
  )
}
