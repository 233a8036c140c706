import type { Virtualizer } from '@tanstack/react-virtual'
import type { HTMLAttributes, ReactNode, RefObject } from 'react'

export interface WindowListProps extends Pick<HTMLAttributes<HTMLElement>, 'onFocus' | 'onBlur' | 'onKeyDown'> {
  readonly label: string
  /** Where there is little room: a list in place of a table. */
  readonly isCards: boolean
  /** Lines of the table, without its head. */
  readonly lines: number
  readonly head: ReactNode
  readonly rows: RefObject<HTMLDivElement | null>
  /** From `useListBox` of the rows. */
  readonly box: { readonly width: number; readonly top: number }
  readonly virtual: Virtualizer<Window, Element>
  /** A row by its index; null where there is none. */
  readonly children: (index: number) => ReactNode
}

/** A table or list that scrolls with the window. Only what is in sight is drawn, and then measured. */
export function WindowList({
  label,
  isCards,
  lines,
  head,
  rows,
  box,
  virtual,
  children,
  ...handlers
}: WindowListProps) {
  const { width, top } = box
  return (
    // biome-ignore lint/a11y/useAriaPropsSupportedByRole: both roles take a label
    <div
      role={isCards ? 'list' : 'table'}
      aria-label={label}
      aria-rowcount={isCards ? undefined : lines + 1}
      className="overflow-clip rounded-b-panel"
    >
      {!isCards && head}
      <div ref={rows} role="presentation" className="relative" style={{ height: virtual.getTotalSize() }} {...handlers}>
        {width > 0 &&
          virtual.getVirtualItems().map(({ index, start, key }) => (
            <div
              key={key}
              ref={virtual.measureElement}
              data-index={index}
              role={isCards ? 'listitem' : 'presentation'}
              className="absolute inset-x-0 top-0"
              style={{ transform: `translateY(${start - top}px)` }}
            >
              {children(index)}
            </div>
          ))}
      </div>
    </div>
  )
}
