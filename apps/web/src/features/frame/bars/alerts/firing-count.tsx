import clsx from 'clsx'
import { useFiring } from '../../../../lib/alerts/firing.ts'

/** How many alerts fire, on the page that lists them; nothing while none does. */
export function FiringCount({ className }: { readonly className?: string }) {
  const firing = useFiring()
  if (!firing?.worst) return null
  const { count, worst } = firing
  return (
    <span
      className={clsx(
        'grid h-5 min-w-5 place-items-center rounded-full px-1.5 text-tiny font-medium tabular-nums forced-colors:border',
        worst === 'critical'
          ? 'bg-broken-soft text-broken-text'
          : worst === 'warning'
            ? 'bg-attention-soft text-attention-text'
            : 'bg-selected text-ink-muted',
        className,
      )}
    >
      <span aria-hidden>{count > 99 ? '99+' : count}</span>
      <span className="sr-only">
        {count} firing{worst === 'critical' && ', at least one critical'}
      </span>
    </span>
  )
}
