import clsx from 'clsx'

export type StatusKind = 'ok' | 'attention' | 'broken' | 'off' | 'working'

const shapes: Readonly<Record<StatusKind, string>> = {
  ok: 'size-2 rounded-full bg-ok',
  attention: 'size-[7.5px] rotate-45 rounded-[1px] bg-attention',
  broken: 'size-2 rounded-[1px] bg-broken',
  off: 'size-2 rounded-full shadow-[inset_0_0_0_1.75px_var(--ink-faint)]',
  working: 'size-2 rounded-full bg-accent shadow-[0_0_0_3px_var(--accent-soft)]',
}

const words: Readonly<Record<StatusKind, string>> = {
  ok: 'text-ink-muted',
  attention: 'text-attention-text',
  broken: 'text-broken-text',
  off: 'text-ink-faint',
  working: 'text-accent-text',
}

/** Shape and word repeat what the colour says; in forced colours the shape alone stays. */
export const StatusMark = ({ kind, className }: { readonly kind: StatusKind; readonly className?: string }) => (
  <span aria-hidden className={clsx('inline-block flex-none forced-color-adjust-none', shapes[kind], className)} />
)

export const Status = ({ kind, children }: { readonly kind: StatusKind; readonly children: React.ReactNode }) => (
  <span
    className={clsx(
      'inline-flex flex-none items-center gap-1.5 text-small font-medium whitespace-nowrap tabular-nums',
      words[kind],
    )}
  >
    <StatusMark kind={kind} />
    {children}
  </span>
)
