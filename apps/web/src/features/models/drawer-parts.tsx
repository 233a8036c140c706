import { Tabs } from '@base-ui/react/tabs'
import type { ReactNode } from 'react'
import { IdentityMark, ModelName } from '../../parts/model-name.tsx'

export interface DrawerHeadProps {
  readonly name: string
  /** Right of the name. */
  readonly end: ReactNode
  /** Below it. */
  readonly children?: ReactNode
}

export const DrawerHead = ({ name, end, children }: DrawerHeadProps) => (
  <header className="grid flex-none gap-2.5 px-5 pt-4 phone:bg-panel phone:pt-2 phone:pr-2 phone:pl-4">
    <div className="flex min-w-0 items-start gap-2.5 phone:gap-1">
      <IdentityMark name={name} className="mt-[11px] phone:mt-[17px] phone:mr-1.5" />
      <h2 className="min-w-0 flex-1 py-1.5 text-base phone:py-[11px] phone:text-prose">
        <ModelName name={name} whole />
      </h2>
      {end}
    </div>
    {children && <div className="phone:pr-2">{children}</div>}
  </header>
)

export interface DrawerTabsProps<T extends string> {
  readonly label: string
  readonly tabs: readonly (readonly [T, ReactNode])[]
}

export const DrawerTabs = <T extends string>({ label, tabs }: DrawerTabsProps<T>) => (
  <Tabs.List
    className="mt-2 flex flex-none gap-[13px] overflow-x-auto border-b border-line px-5 [scrollbar-width:none] phone:mt-0 phone:bg-panel phone:px-4 phone:pt-2"
    aria-label={label}
  >
    {tabs.map(([id, words]) => (
      <Tabs.Tab
        key={id}
        value={id}
        className="flex-none border-b-2 border-transparent pt-2 pb-[9px] font-medium whitespace-nowrap text-ink-muted hover:text-ink data-active:border-ink-strong data-active:text-ink-strong phone:h-11 phone:min-w-11"
      >
        {words}
      </Tabs.Tab>
    ))}
  </Tabs.List>
)

export const drawerPanel = 'grid min-h-0 flex-1 content-start overflow-y-auto p-5 outline-offset-[-2px] phone:p-4'
