import { Menu as Base } from '@base-ui/react/menu'
import clsx from 'clsx'
import { Check, type LucideIcon } from 'lucide-react'
import { type ReactElement, type ReactNode, useEffect, useRef } from 'react'

export interface MenuProps {
  readonly trigger: ReactElement<Record<string, unknown>>
  readonly children: ReactNode
  readonly align?: 'start' | 'end'
}

interface OpenMenuProps extends MenuProps {
  readonly openedBy: 'pointer' | 'keyboard'
}

/** A menu that is open from the beginning. By keyboard its first item is highlighted, as whenever it is opened again. */
export function OpenMenu({ trigger, children, align = 'end', openedBy }: OpenMenuProps) {
  const button = useRef<HTMLButtonElement>(null)
  const popup = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (openedBy === 'pointer') return undefined
    // The popup takes the focus in the frame in which it appears.
    const frame = requestAnimationFrame(() => popup.current?.querySelector<HTMLElement>('[role^="menuitem"]')?.focus())
    return () => cancelAnimationFrame(frame)
  }, [openedBy])
  return (
    <Base.Root modal={false} defaultOpen>
      <Base.Trigger ref={button} render={trigger} />
      <Base.Portal>
        {/* Over dialogs: a sheet of chats has menus too. */}
        <Base.Positioner sideOffset={6} align={align} className="z-60">
          <Base.Popup
            ref={popup}
            // The trigger itself, since what had the focus before may be another: in a dialog, what took it from the
            // one that this trigger replaced. Where something else stands in its place, that has the focus, and keeps it.
            finalFocus={() => button.current ?? false}
            className="min-w-44 rounded-panel bg-raised p-1 text-ink shadow-popup outline-none"
          >
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}

const item =
  'flex h-8 cursor-default items-center gap-2 rounded-control px-2 pr-3 font-medium whitespace-nowrap outline-none select-none data-highlighted:bg-hover data-highlighted:text-ink-strong data-disabled:text-ink-faint phone:h-11'

export interface MenuItemProps {
  readonly icon?: LucideIcon
  readonly onSelect: () => void
  readonly disabled?: boolean
  readonly children: ReactNode
}

export const MenuItem = ({ icon: Icon, onSelect, disabled = false, children }: MenuItemProps) => (
  <Base.Item className={item} onClick={onSelect} disabled={disabled}>
    {Icon && <Icon aria-hidden className="size-3.5 flex-none text-ink-muted" />}
    {children}
  </Base.Item>
)

export interface MenuCheckProps {
  readonly checked: boolean
  readonly onChange: (checked: boolean) => void
  readonly children: ReactNode
}

export const MenuCheck = ({ checked, onChange, children }: MenuCheckProps) => (
  <Base.CheckboxItem className={item} checked={checked} onCheckedChange={onChange} closeOnClick={false}>
    <span className={clsx('grid size-4 flex-none place-items-center', !checked && 'invisible')}>
      <Check aria-hidden className="size-3.5 text-accent-text" />
    </span>
    {children}
  </Base.CheckboxItem>
)

export const MenuLabel = ({ children }: { readonly children: ReactNode }) => (
  <div className="max-w-72 px-2 pt-1.5 pb-1 text-tiny wrap-anywhere text-ink-faint">{children}</div>
)
