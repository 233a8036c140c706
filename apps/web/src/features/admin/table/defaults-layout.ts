/**
 * How much the list has room for: all columns; the reasons below their settings; only what is saved, where there is
 * nothing to compare with; or cards.
 */
export type Layout = TableLayout | 'cards'
export type TableLayout = 'wide' | 'stacked' | 'bare'

export function layoutOf(width: number, { hasAdvice }: { readonly hasAdvice: boolean }): Layout {
  if (width < 620) return 'cards'
  if (!hasAdvice) return 'bare'
  return width < 980 ? 'stacked' : 'wide'
}

/** The tracks of a row: model, setting, saved, recommended, why, action. */
export const tracks: Readonly<Record<TableLayout, string>> = {
  wide: 'minmax(0, 1.2fr) 124px 80px 108px minmax(0, 1.25fr) 72px',
  stacked: 'minmax(0, 1fr) 124px 80px 108px 84px',
  bare: 'minmax(0, 1fr) 148px minmax(0, 1.25fr) 148px',
}
