import { Unplug } from 'lucide-react'
import { useOutage } from '../../../lib/api/outage.ts'
import { formatSpan } from '../../../lib/format.ts'
import { useNow } from '../../../lib/hooks/use-now.ts'

/** Says that what the page shows is old, how old, and why; gone as soon as it is fresh again. */
export function UnreachableBand() {
  const outage = useOutage()
  if (!outage) return null
  return (
    <section
      aria-label="Connection"
      className="flex min-h-11 flex-none items-center gap-3 bg-broken-soft px-(--gutter) py-1.5 phone:px-4"
    >
      <Unplug aria-hidden className="size-4 flex-none text-broken-text" />
      <p>
        <strong role="alert" className="font-strong text-ink-strong">
          {outage.of === 'dashboard' ? "Can't reach the dashboard." : 'Ollama is unreachable.'}
        </strong>{' '}
        Showing data <Age at={outage.knownAt} />. Reconnecting…
      </p>
    </section>
  )
}

function Age({ at }: { readonly at: number }) {
  const seconds = Math.max(1, Math.floor((useNow() - at) / 1000))
  const age = seconds < 90 ? `${seconds} s` : formatSpan(seconds)
  return <span className="tabular-nums">{Number.isNaN(at) ? 'of unknown age' : `from ${age} ago`}</span>
}
