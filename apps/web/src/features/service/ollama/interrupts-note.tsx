import { TriangleAlert } from 'lucide-react'
import { useInterrupts } from './interrupts.ts'

/** What a restart would end now; nothing where it would end nothing. */
export function InterruptsNote() {
  const { requests, downloads, models } = useInterrupts()
  if (requests === null && downloads === null) return null
  return (
    <div className="flex gap-2.5 rounded-control bg-attention-soft px-3 py-2.5 forced-colors:border">
      <TriangleAlert aria-hidden className="mt-0.5 size-4 flex-none text-attention-text" />
      <div className="min-w-0">
        <p className="font-medium text-ink-strong">A restart now interrupts</p>
        <p className="wrap-anywhere tabular-nums">
          {[requests, downloads, models].flatMap((part) => (part === null ? [] : [`${part}.`])).join(' ')}
        </p>
      </div>
    </div>
  )
}
