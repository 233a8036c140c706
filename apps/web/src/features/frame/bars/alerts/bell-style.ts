/** The bell with and without a number, which lies over its corner. */
export const bellStyle =
  'touch-target relative inline-grid size-(--control) flex-none place-items-center rounded-control text-ink-muted hover:bg-hover hover:text-ink-strong'
