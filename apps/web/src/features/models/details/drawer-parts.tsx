import { Tabs } from '@base-ui/react/tabs'
import { type ReactNode, useEffect, useRef } from 'react'
import { useMore } from '../../../lib/hooks/use-more.ts'
import { IdentityMark, ModelName } from '../../../parts/model-name.tsx'

export interface DrawerHeadProps {
  readonly name: string
  /** Right of the name. */
  readonly end: ReactNode
  /** Below it. */
  readonly children?: ReactNode
}

export const DrawerHead = ({ name, end, children }: DrawerHeadProps) => (
  <header className="grid flex-none gap-2.5 px-5 pt-4 phone:bg-panel phone:pt-2 phone:pr-2 phone:pl-4">
    <div className="flex min-w-0 items-start gap-2.5 phone:gap-1 tight:flex-wrap">
      <IdentityMark name={name} className="mt-[11px] phone:mt-[17px] phone:mr-1.5" />
      <h2 className="min-w-0 flex-1 tight:min-w-2/3 py-1.5 text-base phone:py-[11px] phone:text-prose">
        <ModelName name={name} whole />
      </h2>
      {end}
    </div>
    {children && <div className="phone:pr-2">{children}</div>}
  </header>
)

export interface DrawerTabsProps<T extends string> {
  readonly label: string
  /** The one that is shown. */
  readonly value: T
  readonly tabs: readonly (readonly [T, ReactNode])[]
}

export function DrawerTabs<T extends string>({ label, value, tabs }: DrawerTabsProps<T>) {
  const more = useMore()
  const shown = useRef<HTMLDivElement>(null)
  useEffect(() => {
    void value
    shown.current?.querySelector('[data-active]')?.scrollIntoView({ inline: 'center', block: 'nearest' })
  }, [value])
  return (
    <div ref={shown} className="mt-2 flex-none border-b border-line phone:mt-0 phone:bg-panel">
      <Tabs.List
        ref={more}
        className="flex scroll-px-5 gap-[11px] overflow-x-auto px-5 [scrollbar-width:none] data-more-after:mask-r-from-[calc(100%-40px)] data-more-before:mask-l-from-[calc(100%-40px)] phone:px-4 phone:pt-2"
        aria-label={label}
      >
        {tabs.map(([id, words]) => (
          <Tabs.Tab
            key={id}
            value={id}
            className="flex-none border-b-2 border-transparent forced-colors:not-data-active:border-[Canvas] pt-2 pb-[9px] font-medium whitespace-nowrap text-ink-muted hover:text-ink data-active:border-ink-strong data-active:text-ink-strong phone:h-11 phone:min-w-11"
          >
            {words}
          </Tabs.Tab>
        ))}
      </Tabs.List>
    </div>
  )
}

/** What is out of sight in it stays within: else the page would be as long as all of the drawer. */
export const drawerPanel =
  'relative grid min-h-0 flex-1 content-start overflow-y-auto p-5 outline-offset-[-2px] phone:p-4'
