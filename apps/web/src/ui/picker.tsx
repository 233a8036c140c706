import clsx from 'clsx'
import { Command } from 'cmdk'
import { Search } from 'lucide-react'
import { type ComponentProps, type ReactNode, useEffect, useRef, useState } from 'react'
import { Dialog } from './dialog.tsx'
import { KeyHint } from './key-hint.tsx'

export interface PickerProps {
  readonly title: string
  readonly search: string
  readonly onSearch: (search: string) => void
  readonly onClose: () => void
  /** The options are on their way: who presses Enter sooner is not asked to press it again. */
  readonly isComing?: boolean
  /** Said when nothing is left to pick. */
  readonly empty: string
  /** What Enter does. */
  readonly verb?: string
  /** Options and groups of them, already narrowed to the search. */
  readonly children: ReactNode
}

/** A list to choose one thing from by typing, over the page. */
export function Picker(props: PickerProps) {
  const { title, search, onSearch, onClose, isComing = false, empty, verb = 'choose', children } = props
  const command = useRef<HTMLDivElement>(null)
  const [heldFor, setHeldFor] = useState<string | null>(null)
  useEffect(() => {
    if (heldFor === null || isComing) return
    setHeldFor(null)
    if (heldFor === search)
      command.current?.querySelector<HTMLElement>('[cmdk-item]:not([data-disabled=true])')?.click()
  }, [heldFor, isComing, search])
  return (
    <Dialog onClose={onClose} title={title} hideTitle pad={false} className="max-w-160 overflow-hidden">
      <Command
        ref={command}
        label={title}
        loop
        shouldFilter={false}
        onKeyDown={({ key }) => key === 'Enter' && isComing && setHeldFor(search)}
        className="grid max-h-[70dvh] grid-cols-[minmax(0,1fr)] grid-rows-[auto_minmax(0,1fr)_auto]"
      >
        <div className="flex items-center gap-3 border-b border-line pr-3 pl-4">
          <Search aria-hidden className="size-4 flex-none text-ink-faint" />
          <Command.Input
            autoFocus
            value={search}
            onValueChange={onSearch}
            placeholder={title}
            className="h-13 min-w-0 flex-1 bg-transparent text-prose text-ink-strong outline-none"
          />
          <span className="phone:hidden">
            <KeyHint>esc</KeyHint>
          </span>
        </div>
        <Command.List className="scroll-py-2 overflow-y-auto px-2 pt-1 pb-2">
          <Command.Empty className="px-3 py-8 text-center text-ink-muted">
            {isComing ? 'Loading…' : empty}
          </Command.Empty>
          {children}
        </Command.List>
        <p aria-hidden className="flex gap-4 border-t border-line px-4 py-2.5 text-small text-ink-muted phone:hidden">
          <span className="flex items-center gap-1.5">
            <KeyHint>↑</KeyHint>
            <KeyHint>↓</KeyHint> move
          </span>
          <span className="flex items-center gap-1.5">
            <KeyHint>↵</KeyHint> {verb}
          </span>
        </p>
      </Command>
    </Dialog>
  )
}

export const PickerGroup = ({ heading, children }: { readonly heading: string; readonly children: ReactNode }) => (
  <Command.Group
    heading={heading}
    className="[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:pt-2.5 [&_[cmdk-group-heading]]:pb-1.5 [&_[cmdk-group-heading]]:text-small [&_[cmdk-group-heading]]:text-ink-muted"
  >
    {children}
  </Command.Group>
)

export interface PickerItemProps extends ComponentProps<typeof Command.Item> {
  /** A fact that helps to choose, at the end of the line. */
  readonly aside?: string | null
  /** A fact that has to be seen before it is chosen: on a phone below the line. */
  readonly note?: ReactNode
}

const icons =
  '[&>svg]:size-4 [&>svg]:flex-none [&>svg]:text-ink-muted in-data-[selected=true]:[&>svg]:text-accent-text data-[selected=true]:[&>svg]:text-accent-text'

export const PickerItem = ({ aside, note, className, children, ...props }: PickerItemProps) => (
  <Command.Item
    {...props}
    className={clsx(
      'flex h-9.5 cursor-default items-center gap-3 rounded-control px-2 text-prose text-ink-strong data-[disabled=true]:text-ink-faint data-[selected=true]:bg-selected phone:h-12 tight:h-auto tight:min-h-12 tight:flex-wrap tight:gap-y-0.5 tight:py-2',
      icons,
      note && 'phone:h-auto phone:min-h-12 phone:flex-wrap phone:gap-y-0.5 phone:py-2',
      className,
    )}
  >
    {note ? (
      <span className={clsx('flex min-w-0 items-center gap-3 phone:basis-full tight:flex-wrap tight:gap-y-0.5', icons)}>
        {children}
      </span>
    ) : (
      children
    )}
    {aside && (
      <span className="ml-auto flex-none pl-3 text-small whitespace-nowrap text-ink-muted tabular-nums phone:hidden">
        {aside}
      </span>
    )}
    {note && (
      <span className="ml-auto flex-none pl-3 whitespace-nowrap phone:ml-0 phone:basis-full phone:pl-[19px]">
        {note}
      </span>
    )}
  </Command.Item>
)
