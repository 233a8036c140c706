import type { ReactNode } from 'react'
import { Button } from './button.tsx'

export interface DialogButtonsProps {
  readonly onClose: () => void
  /** What the dialog is for. */
  readonly children: ReactNode
}

/** The end of a dialog: the way out, and then what it is for. */
export const DialogButtons = ({ onClose, children }: DialogButtonsProps) => (
  <div className="flex justify-end gap-2">
    <Button look="quiet" onClick={onClose}>
      Cancel
    </Button>
    {children}
  </div>
)
