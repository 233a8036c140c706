import { type KeyboardEvent, use, useRef } from 'react'
import type { Span } from '../period.ts'
import { pointAt, pointingNow, pointNowhere, select, selectNothing } from './crosshair.ts'
import { nearest } from './nearest.ts'
import { ZoomContext } from './zoom-context.ts'

const far = 10

/**
 * Pointing and zooming by keyboard: arrows go from one of `times` to the next, Page up and down ten of them; with Shift
 * they select. Enter zooms into what is selected, + and - around the crosshair, and Escape leads back.
 */
export function usePlotKeys({ from, to }: Span, times: readonly number[]) {
  const zoom = use(ZoomContext)
  const anchor = useRef<number | null>(null)

  const move = (at: number, isSelecting: boolean) => {
    const before = pointingNow().at ?? at
    if (!isSelecting) {
      anchor.current = null
      selectNothing()
      return pointAt(at)
    }
    anchor.current ??= before
    select(anchor.current, at)
  }
  const clear = () => {
    anchor.current = null
    selectNothing()
  }
  const enter = () => {
    const { selected } = pointingNow()
    clear()
    if (selected) zoom.to(selected)
  }
  const leave = () => {
    if (pointingNow().selected) clear()
    else zoom.back()
  }

  return {
    onKeyDown(event: KeyboardEvent) {
      if (event.ctrlKey || event.metaKey || event.altKey) return
      const { at } = pointingNow()
      const here = at !== null && at >= from && at <= to ? at : null
      const target = targetOf(event.key, here, { from, to }, times)
      const act = target === null ? actions[event.key] : () => move(target, event.shiftKey)
      if (!act) return
      event.preventDefault()
      act({ zoom, enter, leave, around: here ?? (from + to) / 2 })
    },
    onBlur() {
      anchor.current = null
      pointNowhere()
    },
  }
}

interface Acting {
  readonly zoom: { readonly closer: (around: number) => void; readonly wider: () => void }
  readonly enter: () => void
  readonly leave: () => void
  readonly around: number
}

const closer = ({ zoom, around }: Acting) => zoom.closer(around)
const wider = ({ zoom }: Acting) => zoom.wider()

const actions: Readonly<Record<string, (acting: Acting) => void>> = {
  Enter: ({ enter }) => enter(),
  Escape: ({ leave }) => leave(),
  '+': closer,
  '=': closer,
  '-': wider,
}

/** Where a key leads; null for one that leads nowhere. The first arrow begins at the end that it comes from. */
function targetOf(key: string, at: number | null, { from, to }: Span, times: readonly number[]): number | null {
  const shown = times.filter((time) => time >= from && time <= to)
  const steps = shown.length > 0 ? shown : [from, to]
  const [first = from, last = to] = [steps[0], steps.at(-1)]
  if (key === 'Home') return first
  if (key === 'End') return last
  const by = { ArrowLeft: -1, ArrowRight: 1, PageDown: -far, PageUp: far }[key]
  if (by === undefined) return null
  if (at === null) return by < 0 ? last : first
  return steps[Math.min(steps.length - 1, Math.max(0, nearest(steps, at) + by))] ?? null
}
