import { X } from 'lucide-react'
import { chipStyle } from '../../../ui/chip.tsx'

export interface FilterChipProps {
  readonly onRemove: () => void
  readonly children: string
}

/** A filter that is on, to be taken off. */
export const FilterChip = ({ onRemove, children }: FilterChipProps) => (
  <button type="button" aria-label={`Remove filter: ${children}`} onClick={onRemove} className={chipStyle(true)}>
    <span className="max-w-56 truncate">{children}</span>
    <X aria-hidden />
  </button>
)
