import { Dialog as Base } from '@base-ui/react/dialog'
import clsx from 'clsx'
import { type ReactNode, useRef, useState } from 'react'

export interface DialogProps {
  readonly onClose: () => void
  readonly title: string
  /** Say the title only to screen readers. */
  readonly hideTitle?: boolean
  /** Whether the content keeps clear of the edges. */
  readonly pad?: boolean
  /** In the middle, hung from the right end of the top bar, where a phone gives it the whole screen, or a sheet at the left. */
  readonly place?: 'middle' | 'corner' | 'side'
  readonly children: ReactNode
  readonly className?: string
}

const places = {
  middle: 'inset-x-4 top-[12dvh] mx-auto max-h-[76dvh] max-w-126 shadow-over',
  corner:
    'top-[calc(var(--bar)-2px)] right-6 max-h-[calc(100dvh-var(--bar)-1.5rem)] w-112 content-start shadow-popup phone:inset-0 phone:max-h-none phone:w-full phone:rounded-none phone:bg-background',
  side: 'inset-y-0 left-0 w-[min(20rem,calc(100vw-3rem))] rounded-none! bg-background! pb-[env(safe-area-inset-bottom)] shadow-over',
} as const

/** A modal over the page, open for as long as it is rendered; focus goes in and comes back to where it was. */
export const Dialog = ({
  onClose,
  title,
  hideTitle = false,
  pad = true,
  place = 'middle',
  children,
  className,
}: DialogProps) => {
  const popup = useRef<HTMLDivElement>(null)
  // Read before there is any content: a field of it that takes the focus at once would be taken for where it was.
  const [before] = useState(() => document.activeElement)
  return (
    <Base.Root open onOpenChange={(open) => !open && onClose()}>
      <Base.Portal>
        <Base.Backdrop className={clsx('fixed inset-0 z-40', place !== 'corner' && 'bg-scrim')} />
        <Base.Popup
          ref={popup}
          finalFocus={() => (isLost(popup.current) && isThere(before) ? before : true)}
          // A sheet is of a phone: a field that had the focus would call its keyboard.
          {...(place === 'side' && { initialFocus: popup })}
          className={clsx(
            'fixed z-50 grid grid-cols-[minmax(0,1fr)] overflow-auto rounded-panel bg-raised text-ink outline-none',
            places[place],
            pad && 'gap-4 p-5',
            className,
          )}
        >
          <Base.Title className={hideTitle ? 'sr-only' : 'text-prose font-strong'}>{title}</Base.Title>
          {children}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  )
}

/** Whether nothing has the focus once the dialog is gone; what was opened in its place would have it, and keeps it. */
const isLost = (popup: HTMLElement | null): boolean =>
  document.activeElement === document.body || popup?.contains(document.activeElement) === true

const isThere = (element: Element | null): element is HTMLElement =>
  element instanceof HTMLElement && element.isConnected && element !== document.body
