import clsx from 'clsx'

export const Brand = ({ className }: { readonly className?: string }) => (
  <span
    className={clsx(
      'flex items-center gap-2.5 font-strong tracking-tight whitespace-nowrap text-ink-strong',
      className,
    )}
  >
    <svg viewBox="0 0 18 18" aria-hidden className="size-4.5 flex-none">
      <rect x="1" y="1" width="16" height="4.4" rx="1.4" fill="var(--ink-strong)" />
      <rect x="1" y="6.8" width="10.5" height="4.4" rx="1.4" fill="var(--accent)" />
      <rect x="13" y="6.8" width="4" height="4.4" rx="1.4" fill="var(--line-strong)" />
      <rect x="1" y="12.6" width="5" height="4.4" rx="1.4" fill="var(--ink-muted)" />
      <rect x="7.5" y="12.6" width="9.5" height="4.4" rx="1.4" fill="var(--line-strong)" />
    </svg>
    <span className="narrow:sr-only phone:not-sr-only">Ollama Dashboard</span>
  </span>
)
