import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useInstance } from '../../lib/api/use-instance.ts'
import { useMissing } from '../../lib/api/use-permission.ts'
import { formatVersion } from '../../lib/format.ts'
import { versionQuery } from '../../lib/queries/service.ts'
import { statsQuery } from '../../lib/queries/system.ts'
import { Panel } from '../../ui/panel.tsx'

/** What to tell whoever is asked for help. */
export function VersionsPanel() {
  const needs = useMissing('system.version')
  const needsStats = useMissing('system.stats')
  const { data: versions } = useQuery({ ...versionQuery(useInstance()), enabled: needs === null })
  const { data: host } = useQuery({ ...statsQuery, enabled: needsStats === null, select: ({ host }) => host })
  const { data: gpus } = useQuery({
    ...statsQuery,
    enabled: needsStats === null,
    select: ({ gpus }) => gpus.map(({ name }) => name).join(', '),
  })
  return (
    <Panel title="Versions">
      <dl className="divide-y divide-line">
        <Line label="Ollama">{versions?.version ? formatVersion(versions.version) : '—'}</Line>
        <Line label="Dashboard">{versions?.dashboard_version ?? '—'}</Line>
        {host !== undefined && <Line label="Host">{host}</Line>}
        {versions?.operating_system && <Line label="Operating system">{versions.operating_system}</Line>}
        {gpus !== undefined && gpus !== '' && <Line label="GPU">{gpus}</Line>}
        {versions?.gpu_driver && <Line label="GPU driver">{versions.gpu_driver}</Line>}
      </dl>
    </Panel>
  )
}

const Line = ({ label, children }: { readonly label: string; readonly children: ReactNode }) => (
  <div className="flex min-h-(--row) items-center justify-between gap-4 px-(--pad) py-1">
    <dt className="flex-none text-ink-muted">{label}</dt>
    <dd className="min-w-0 text-right font-mono text-small wrap-anywhere text-ink-strong">{children}</dd>
  </div>
)
