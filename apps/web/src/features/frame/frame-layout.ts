/** Where the parts of the frame stand: the same before the application has loaded as after. */
export const frameLayout = {
  frame:
    'grid min-h-dvh grid-cols-[var(--rail)_minmax(0,1fr)] narrow:grid-cols-[var(--rail-narrow)_minmax(0,1fr)] phone:block',
  rail: 'sticky top-0 flex h-dvh flex-col bg-background px-2 pb-3 phone:hidden',
  railBrand: 'h-(--bar) px-2 narrow:justify-center',
  railPages: 'grid gap-px',
  railGroup: '-mx-2 mt-2.5 border-t border-line px-2 pt-2.5',
  railPage:
    'flex h-8 items-center gap-2.5 rounded-control px-2 font-medium text-ink-muted narrow:justify-center [&>svg]:text-ink-faint aria-[current=page]:bg-raised aria-[current=page]:text-ink-strong aria-[current=page]:shadow-raise aria-[current=page]:[&>svg]:text-accent-text',
  column:
    'flex min-w-0 flex-col border-l border-line phone:min-h-dvh phone:border-0 phone:pb-[calc(var(--bottom-bar)+env(safe-area-inset-bottom))]',
  bar: 'sticky top-0 z-10 flex h-(--bar) flex-none items-center gap-3 border-b border-line bg-background px-(--gutter) phone:px-4 tight:gap-1 tight:px-2',
  tabs: 'fixed inset-x-0 bottom-0 z-20 hidden auto-cols-[minmax(0,1fr)] grid-flow-col border-t border-line bg-background pb-[env(safe-area-inset-bottom)] phone:grid',
  tab: 'grid h-(--bottom-bar) content-center justify-items-center gap-[3px] text-tiny font-medium text-ink-muted aria-[current=page]:text-ink-strong aria-[current=page]:[&>svg]:text-accent-text',
} as const
