import { Check, Minus } from 'lucide-react'
import type { MouseEvent } from 'react'

export interface CheckboxProps {
  /** For a label that stands elsewhere. */
  readonly id?: string
  readonly label: string
  /** The id of what says more about it. */
  readonly describedBy?: string
  readonly checked: boolean | 'mixed'
  readonly disabled?: boolean
  readonly onToggle: (event: MouseEvent) => void
}

export const Checkbox = ({ id, label, describedBy, checked, disabled = false, onToggle }: CheckboxProps) => (
  <button
    id={id}
    type="button"
    role="checkbox"
    aria-checked={checked}
    aria-label={label}
    aria-describedby={describedBy}
    disabled={disabled}
    onClick={onToggle}
    className="touch-target grid size-4 flex-none place-items-center rounded-inner border border-line-control bg-field aria-checked:border-transparent aria-checked:bg-accent aria-checked:text-accent-contrast aria-[checked=mixed]:border-transparent aria-[checked=mixed]:bg-accent aria-[checked=mixed]:text-accent-contrast disabled:opacity-50"
  >
    {checked === true && <Check aria-hidden className="size-3" strokeWidth={3} />}
    {checked === 'mixed' && <Minus aria-hidden className="size-3" strokeWidth={3} />}
  </button>
)
