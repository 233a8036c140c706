import type { HealthComponent } from '@ollama-dashboard/contracts'
import { useQuery } from '@tanstack/react-query'
import { FileLock2, TriangleAlert } from 'lucide-react'
import { healthQuery } from '../../lib/queries/server.ts'
import { Note } from './note.tsx'

const auditOf = ({ components }: { readonly components: readonly HealthComponent[] }) =>
  components.find(({ name, status }) => name === 'audit' && status !== 'healthy') ?? null

/** What is wrong with the log. While it cannot be written nothing may be changed, for nobody could tell who did. */
export function LogNote() {
  const { data: part } = useQuery({ ...healthQuery, select: auditOf })
  if (!part) return null
  if (part.status === 'degraded')
    return (
      <Note look="attention" icon={TriangleAlert} label="Audit log" title="The audit log needs attention">
        <p className="wrap-anywhere">{part.detail}</p>
      </Note>
    )
  return (
    <Note look="broken" icon={FileLock2} label="Audit log" title="The audit log cannot be written: changes are refused">
      <p className="wrap-anywhere">{part.detail}</p>
      <p>
        Everything can still be read. Check that the disk has free space, and that the dashboard may write to the file
        that AUDIT_LOG_FILE names; changes are accepted again as soon as it can.
      </p>
    </Note>
  )
}
