import { Popover as Base } from '@base-ui/react/popover'
import type { ReactElement, ReactNode } from 'react'

export interface PopoverProps {
  readonly trigger: ReactElement<Record<string, unknown>>
  readonly title: string
  readonly children: ReactNode
}

/** Whoever uses a notice has not left the panel: the notice may be about what is in it. */
const isOnNotice = ({ target }: Event, related?: EventTarget | null): boolean =>
  [target, related].some((one) => one instanceof Element && one.closest('[data-notices]'))

/** A small panel that hangs from its button; focus goes in and comes back. */
export const Popover = ({ trigger, title, children }: PopoverProps) => (
  <Base.Root
    onOpenChange={(open, details) => {
      const { event } = details
      if (!open && isOnNotice(event, event instanceof FocusEvent ? event.relatedTarget : null)) details.cancel()
    }}
  >
    <Base.Trigger render={trigger} />
    <Base.Portal>
      <Base.Positioner sideOffset={6} align="end" collisionPadding={16} className="z-30">
        <Base.Popup className="grid max-h-[min(var(--available-height),40rem)] w-87 max-[26.25rem]:w-[calc(100vw-2rem)] gap-3 overflow-y-auto rounded-panel bg-raised p-4 text-ink shadow-popup outline-none">
          <Base.Title className="text-base font-strong text-ink-strong">{title}</Base.Title>
          {children}
        </Base.Popup>
      </Base.Positioner>
    </Base.Portal>
  </Base.Root>
)
