import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'

/** One of the things that will happen, in the list of a dialog that asks before. */
export const Consequence = ({ icon: Icon, children }: { readonly icon: LucideIcon; readonly children: ReactNode }) => (
  <li className="grid grid-cols-[1rem_minmax(0,1fr)] items-start gap-2.5">
    <Icon aria-hidden className="mt-0.5 size-4 text-ink-faint" />
    <span>{children}</span>
  </li>
)
