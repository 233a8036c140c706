/** The share of something, 0 to 1. A number beside it says the same. */
export const ThinBar = ({
  share,
  colour = 'var(--ink-muted)',
}: {
  readonly share: number
  readonly colour?: string
}) => (
  <span aria-hidden className="relative mt-1.5 block h-1 overflow-hidden rounded-[2px] bg-line forced-colors:outline">
    <span
      className="absolute inset-y-0 left-0 rounded-[2px] forced-color-adjust-none transition-[width] duration-200 forced-colors:bg-[CanvasText]!"
      style={{ width: `${Math.min(1, Math.max(0, share)) * 100}%`, background: colour }}
    />
  </span>
)
