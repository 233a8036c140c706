import { Dialog as Base } from '@base-ui/react/dialog'
import clsx from 'clsx'
import type { ReactNode } from 'react'

export interface DialogProps {
  readonly onClose: () => void
  readonly title: string
  /** Say the title only to screen readers. */
  readonly hideTitle?: boolean
  /** Whether the content keeps clear of the edges. */
  readonly pad?: boolean
  readonly children: ReactNode
  readonly className?: string
}

/** A modal over the page, open for as long as it is rendered; focus goes in and comes back to where it was. */
export const Dialog = ({ onClose, title, hideTitle = false, pad = true, children, className }: DialogProps) => (
  <Base.Root open onOpenChange={(open) => !open && onClose()}>
    <Base.Portal>
      <Base.Backdrop className="fixed inset-0 z-40 bg-scrim" />
      <Base.Popup
        className={clsx(
          'fixed inset-x-4 top-[12dvh] z-50 mx-auto grid max-h-[76dvh] max-w-[504px] grid-cols-[minmax(0,1fr)] overflow-auto rounded-panel bg-raised text-ink shadow-over outline-none',
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
