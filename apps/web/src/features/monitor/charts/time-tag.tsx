/** Under the crosshair, and never beyond the ends of the panel. `left` is a length from its left end. */
export function TimeTag({ left, children }: { readonly left: string; readonly children: string }) {
  // Few letters are wider than a digit.
  const half = `calc(${children.length / 2}ch + 6px)`
  return (
    <span
      aria-hidden
      style={{ left: `clamp(${half}, ${left}, 100% - ${half})` }}
      className="pointer-events-none absolute bottom-0 -translate-x-1/2 rounded-inner bg-ink-strong px-1.5 text-tiny/[18px] font-medium whitespace-nowrap text-panel tabular-nums"
    >
      {children}
    </span>
  )
}
