import { useKeyName } from '../../../lib/access/key-name.ts'
import type { Span } from '../period.ts'
import { percentOf } from '../plot/percent-of.ts'
import { momentWords } from '../plot/time-words.ts'
import { trackItem, trackItemTouch } from '../tracks/use-track-keys.ts'
import type { ResidencyBlock } from './residency-rows.ts'
import { factWords, whenWords } from './residency-words.ts'

export interface ResidencyBarProps {
  readonly model: string
  readonly block: ResidencyBlock
  readonly span: Span
  /** Seconds since the epoch. */
  readonly now: number
  /** Whether Tab leads to it; the arrow keys lead to the others. */
  readonly isReached: boolean
  readonly onChoose: () => void
}

/** A model in memory for a while: as wide as that was long, hatched while it loaded. */
export function ResidencyBar({ model, block, span, now, isReached, onChoose }: ResidencyBarProps) {
  const last = block.spans.at(-1)
  const who = useKeyName(last?.requested_by)
  const [left, right, loaded] = [block.from, block.to, block.loadedAt].map((time) => percentOf(span, time))
  const width = (right ?? 0) - (left ?? 0)
  const loading = width > 0 ? (((loaded ?? 0) - (left ?? 0)) / width) * 100 : 0
  return (
    <button
      type="button"
      {...trackItem}
      tabIndex={isReached ? 0 : -1}
      aria-label={[whenWords(block, momentWords(span, 1), now), ...(last ? factWords(last, who) : [])].join(', ')}
      onFocus={onChoose}
      onPointerEnter={onChoose}
      onClick={onChoose}
      style={{ left: `${left}%`, width: `${width}%` }}
      className={`absolute inset-y-0 flex min-w-[3px] cursor-crosshair rounded-inner forced-color-adjust-none -outline-offset-2 ${trackItemTouch}`}
      data-model={model}
    >
      {loading > 0 && (
        <span style={{ width: `${loading}%` }} className="identity-hatched min-w-1 flex-none rounded-l-inner" />
      )}
      <span className={`flex-1 bg-identity opacity-80 ${loading > 0 ? 'rounded-r-inner' : 'rounded-inner'}`} />
    </button>
  )
}
