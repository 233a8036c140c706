import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'

export interface EmptyProps {
  readonly icon: LucideIcon
  readonly title: string
  readonly children: ReactNode
  readonly actions?: ReactNode
}

export const Empty = ({ icon: Icon, title, children, actions }: EmptyProps) => (
  <div className="grid justify-items-center gap-1.5 px-6 py-10 text-center text-ink-muted">
    <Icon aria-hidden className="mb-1 size-5 text-ink-faint" />
    <h3 className="text-base font-medium">{title}</h3>
    <div className="max-w-[46ch]">{children}</div>
    {actions && <div className="mt-3 flex flex-wrap justify-center gap-2">{actions}</div>}
  </div>
)
