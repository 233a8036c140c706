import clsx from 'clsx'
import { ChevronDown } from 'lucide-react'
import { type ReactNode, useId } from 'react'

export interface FoldingCardProps {
  readonly isOpen: boolean
  readonly isLast: boolean
  readonly onToggle: () => void
  readonly name: ReactNode
  /** At the end of the line with the name. */
  readonly mark: ReactNode
  /** Below them, in two columns. */
  readonly line: ReactNode
  /** Behind it, once it is open. */
  readonly children: ReactNode
}

/** A row of a list where there is little room: what matters in two lines, the rest behind them. */
export function FoldingCard({ isOpen, isLast, onToggle, name, mark, line, children }: FoldingCardProps) {
  const id = useId()
  return (
    <div className={clsx('border-line', !isLast && 'border-b')}>
      <button
        type="button"
        data-row-link
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={onToggle}
        className="grid min-h-16 w-full grid-cols-[minmax(0,1fr)_auto_1rem] content-center items-center gap-x-2.5 gap-y-[3px] px-(--pad) py-[11px] text-left"
      >
        {name}
        {mark}
        <ChevronDown
          aria-hidden
          className={clsx('row-span-2 size-4 text-ink-faint transition-transform', isOpen && 'rotate-180')}
        />
        {line}
      </button>
      {isOpen && <div id={id}>{children}</div>}
    </div>
  )
}

export const CardFacts = ({ children }: { readonly children: ReactNode }) => (
  <dl className="mx-(--pad) grid grid-cols-[auto_minmax(0,1fr)] pb-2 [&>*]:border-t [&>*]:border-line [&>*]:py-[7px]">
    {children}
  </dl>
)

export const CardFact = ({ label, children }: { readonly label: string; readonly children: ReactNode }) => (
  <>
    <dt className="pr-4 text-ink-muted">{label}</dt>
    <dd className="min-w-0 text-right wrap-anywhere tabular-nums">{children}</dd>
  </>
)
