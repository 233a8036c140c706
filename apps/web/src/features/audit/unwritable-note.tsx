import { useQuery } from '@tanstack/react-query'
import { FileLock2 } from 'lucide-react'
import { healthQuery } from '../../lib/queries/server.ts'

/** That the log cannot be written: then nothing may be changed, for nobody could tell who did. */
export function UnwritableNote() {
  const { data: part } = useQuery({
    ...healthQuery,
    select: ({ components }) => components.find(({ name, status }) => name === 'audit' && status !== 'healthy') ?? null,
  })
  if (!part) return null
  return (
    <section
      aria-label="Audit log"
      className="flex gap-2.5 rounded-control bg-broken-soft px-3 py-2.5 text-ink forced-colors:border"
    >
      <FileLock2 aria-hidden className="mt-0.5 size-4 flex-none text-broken-text" />
      <div className="grid min-w-0 gap-1">
        <p role="alert" className="font-medium text-ink-strong">
          The audit log cannot be written: changes are refused
        </p>
        <p className="wrap-anywhere">{part.detail}</p>
        <p>
          Everything can still be read. Check that the disk has free space, and that the dashboard may write to the file
          that AUDIT_LOG_FILE names; changes are accepted again as soon as it can.
        </p>
      </div>
    </section>
  )
}
