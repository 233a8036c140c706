import clsx from 'clsx'
import { formatCount } from '../../../lib/format.ts'
import { useWidth } from '../../../lib/hooks/use-width.ts'
import { remInPixels } from '../../../lib/rem.ts'
import { contextAfterKey, labelledStops, nearestStop, positionOf } from './context-scale.ts'

export interface ContextSliderProps {
  readonly label: string
  readonly context: number
  /** What is saved, marked on the track. */
  readonly saved: number | null
  /** At least two. */
  readonly stops: readonly number[]
  readonly isLocked: boolean
  readonly onChange: (context: number) => void
}

/** Steps of the slider: enough for smooth dragging. The thumb rests only at stops. */
const steps = 1000
/** In rem. */
const widestLabel = 3.75

/** Contexts on a scale where each step is twice the one before. */
export function ContextSlider({ label, context, saved, stops, isLocked, onChange }: ContextSliderProps) {
  const [ref, width] = useWidth(520)
  const share = (tokens: number) => `${(positionOf(tokens, stops) * 100).toFixed(2)}%`
  return (
    <div ref={ref} className="col-span-full mx-2 phone:mx-3">
      <div className="relative h-8 phone:h-11">
        <span
          aria-hidden
          className="absolute inset-x-0 top-1/2 h-1 -translate-y-1/2 rounded-[2px] bg-line-strong forced-color-adjust-none"
        />
        <span
          aria-hidden
          className={clsx(
            'absolute top-1/2 left-0 h-1 -translate-y-1/2 rounded-[2px] forced-color-adjust-none',
            isLocked ? 'bg-line-control' : 'bg-accent',
          )}
          style={{ width: share(context) }}
        />
        {saved !== null && (
          <span
            title={`Saved: ${formatCount(saved)} tokens`}
            className="absolute top-1/2 h-3.5 w-[1.5px] -translate-1/2 bg-ink-strong forced-color-adjust-none"
            style={{ left: share(saved) }}
          />
        )}
        <input
          type="range"
          aria-label={label}
          aria-valuetext={`${formatCount(context)} tokens`}
          disabled={isLocked}
          min={0}
          max={steps}
          value={Math.round(positionOf(context, stops) * steps)}
          onChange={(event) => onChange(nearestStop(Number(event.target.value) / steps, stops))}
          onKeyDown={(event) => {
            const next = contextAfterKey(event.key, context, stops)
            if (next === null || event.altKey || event.ctrlKey || event.metaKey) return
            event.preventDefault()
            if (next !== context) onChange(next)
          }}
          className="slider-thumb absolute inset-y-0 -left-2 h-full w-[calc(100%+1rem)] appearance-none bg-transparent outline-none phone:-left-3 phone:w-[calc(100%+1.5rem)]"
        />
      </div>
      <p aria-hidden className="relative h-3.5 text-tiny leading-3.5 text-ink-faint tabular-nums phone:text-small">
        {labelledStops(stops, width / remInPixels(), widestLabel).map((stop) => (
          <span
            key={stop}
            className={clsx(
              'absolute whitespace-nowrap',
              stop === stops[0]
                ? '-ml-2 phone:-ml-3'
                : stop === stops.at(-1)
                  ? 'ml-2 -translate-x-full phone:ml-3'
                  : '-translate-x-1/2',
            )}
            style={{ left: share(stop) }}
          >
            {formatCount(stop)}
          </span>
        ))}
      </p>
    </div>
  )
}
