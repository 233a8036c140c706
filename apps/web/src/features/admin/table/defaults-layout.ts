/**
 * How much the list has room for: all columns; the reasons below their settings; only what is saved, where there is
 * nothing to compare with; or cards.
 */
export type Layout = TableLayout | 'cards'
export type TableLayout = 'wide' | 'stacked' | 'bare'

/** `width` is in rem. */
export function layoutOf(width: number, { hasAdvice }: { readonly hasAdvice: boolean }): Layout {
  if (width < 38.75) return 'cards'
  if (!hasAdvice) return 'bare'
  return width < 61.25 ? 'stacked' : 'wide'
}

/** The tracks of a row: model, setting, saved, recommended, why, action. */
export const tracks: Readonly<Record<TableLayout, string>> = {
  wide: 'minmax(0, 1.2fr) 7.75rem 5rem 6.75rem minmax(0, 1.25fr) 4.5rem',
  stacked: 'minmax(0, 1fr) 7.75rem 5rem 6.75rem 5.25rem',
  bare: 'minmax(0, 1fr) 9.25rem minmax(0, 1.25fr) 9.25rem',
}
