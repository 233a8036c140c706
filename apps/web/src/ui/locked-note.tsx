import { Lock } from 'lucide-react'
import type { ReactNode } from 'react'

/** That something is left out or locked, and why: nothing is wrong. */
export const LockedNote = ({ children }: { readonly children: ReactNode }) => (
  <div className="flex items-start gap-2.5 rounded-control bg-sunken px-3 py-2.5 text-ink-muted forced-colors:border">
    <Lock aria-hidden className="mt-0.5 size-4 flex-none" />
    <div className="min-w-0 wrap-anywhere">{children}</div>
  </div>
)
