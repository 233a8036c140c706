import { Lock } from 'lucide-react'
import type { ReactNode } from 'react'
import { capitalised } from '../lib/format.ts'
import { Empty } from './empty.tsx'

export interface LockedPageProps {
  /** In short, whole, and the built-in role that would do; null for who has another kind of role. */
  readonly missing: { readonly short: string; readonly reason: string; readonly role: string | null }
  /** What another key would do here, for who needs another built-in role. */
  readonly children: ReactNode
}

/** In the place of what may not be read: what is missing for it. */
export const LockedPage = ({ missing, children }: LockedPageProps) => (
  <Empty icon={Lock} title={capitalised(missing.short)}>
    {missing.role === null ? `${missing.reason}.` : children}
  </Empty>
)
