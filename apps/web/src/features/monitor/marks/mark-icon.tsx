import { ArrowUpCircle, Bell, Power, RefreshCw } from 'lucide-react'
import type { Mark } from './mark-words.ts'

/** A shape for each kind, so that no colour has to tell them apart. */
export function MarkIcon({ kind, className = '' }: { readonly kind: Mark['kind']; readonly className?: string }) {
  const Icon = kind === 'version' ? ArrowUpCircle : kind === 'alert' ? Bell : kind === 'reload' ? RefreshCw : Power
  return <Icon aria-hidden className={`size-3.5 flex-none ${className}`} />
}
