import { type PointerEvent, type RefObject, use, useRef } from 'react'
import type { Span } from '../period.ts'
import { pointAt, pointingNow, pointNowhere, select, selectNothing } from './crosshair.ts'
import { ZoomContext } from './zoom-context.ts'

/** A hand that only clicks moves less, in pixels. */
const dragPixels = 6

/** Pointing at a time, and zooming into what is dragged over. `plot` is as wide as the axis, whatever is pointed at. */
export function usePlotPointer(plot: RefObject<HTMLElement | null>, { from, to }: Span) {
  const zoom = use(ZoomContext)
  const drag = useRef<{ readonly x: number; readonly at: number; isMoving: boolean } | null>(null)
  const timeAt = ({ clientX }: PointerEvent): number => {
    const { left, width } = plot.current?.getBoundingClientRect() ?? { left: 0, width: 1 }
    return from + Math.min(1, Math.max(0, (clientX - left) / width)) * (to - from)
  }
  const end = () => {
    drag.current = null
    selectNothing()
  }

  return {
    onPointerDown(event: PointerEvent) {
      if (event.button !== 0 || !event.isPrimary) return
      drag.current = { x: event.clientX, at: timeAt(event), isMoving: false }
      selectNothing()
      pointAt(timeAt(event))
    },
    onPointerMove(event: PointerEvent<HTMLElement>) {
      const begun = drag.current
      if (!begun) return pointAt(timeAt(event))
      // Escape took the selection away: the rest of the way is no drag.
      if (begun.isMoving && !pointingNow().selected) {
        drag.current = null
        return
      }
      if (!begun.isMoving && Math.abs(event.clientX - begun.x) < dragPixels) return
      // Only now: what is captured gets no clicks.
      if (!begun.isMoving) event.currentTarget.setPointerCapture(event.pointerId)
      begun.isMoving = true
      select(begun.at, timeAt(event))
    },
    onPointerUp() {
      const { selected } = pointingNow()
      if (drag.current?.isMoving && selected) zoom.to(selected)
      end()
    },
    onPointerCancel() {
      end()
      pointNowhere()
    },
    onPointerLeave({ pointerType }: PointerEvent) {
      // A finger that is lifted leaves what it pointed at to be read.
      if (!drag.current && pointerType !== 'touch') pointAt(null)
    },
  }
}
