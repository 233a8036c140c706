import { Check, Minus } from 'lucide-react'
import type { MouseEvent } from 'react'

export interface CheckboxProps {
  readonly label: string
  readonly checked: boolean | 'mixed'
  readonly onToggle: (event: MouseEvent) => void
}

export const Checkbox = ({ label, checked, onToggle }: CheckboxProps) => (
  <button
    type="button"
    role="checkbox"
    aria-checked={checked}
    aria-label={label}
    onClick={onToggle}
    className="touch-target grid size-4 flex-none place-items-center rounded-inner border border-line-control bg-field aria-checked:border-transparent aria-checked:bg-accent aria-checked:text-accent-contrast aria-[checked=mixed]:border-transparent aria-[checked=mixed]:bg-accent aria-[checked=mixed]:text-accent-contrast"
  >
    {checked === true && <Check aria-hidden className="size-3" strokeWidth={3} />}
    {checked === 'mixed' && <Minus aria-hidden className="size-3" strokeWidth={3} />}
  </button>
)
