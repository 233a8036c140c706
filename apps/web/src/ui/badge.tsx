import clsx from 'clsx'
import type { ReactNode } from 'react'

const looks = {
  plain: 'text-ink-muted shadow-[inset_0_0_0_1px_var(--line-strong)]',
  ok: 'bg-ok-soft text-ok-text',
  attention: 'bg-attention-soft text-attention-text',
  broken: 'bg-broken-soft text-broken-text',
  accent: 'bg-accent-soft text-accent-text',
} as const

export const Badge = ({
  look = 'plain',
  children,
}: {
  readonly look?: keyof typeof looks
  readonly children: ReactNode
}) => (
  <span
    className={clsx(
      'inline-flex h-5 flex-none items-center gap-1 rounded-inner px-[7px] text-tiny font-medium whitespace-nowrap',
      looks[look],
    )}
  >
    {children}
  </span>
)
