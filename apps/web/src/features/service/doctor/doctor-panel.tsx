import type { DoctorReport } from '@ollama-dashboard/contracts'
import { useQuery } from '@tanstack/react-query'
import { Stethoscope } from 'lucide-react'
import { useId, useState } from 'react'
import { useInstance } from '../../../lib/api/use-instance.ts'
import { useMissing } from '../../../lib/api/use-permission.ts'
import { formatPast } from '../../../lib/format.ts'
import { useNow } from '../../../lib/hooks/use-now.ts'
import { doctorQuery } from '../../../lib/queries/service.ts'
import { ReadProblem } from '../../../parts/problem-note.tsx'
import { Badge } from '../../../ui/badge.tsx'
import { Button } from '../../../ui/button.tsx'
import { LockedNote } from '../../../ui/locked-note.tsx'
import { Panel } from '../../../ui/panel.tsx'
import { SkeletonRows } from '../../../ui/skeleton.tsx'
import { FindingItem } from './finding-item.tsx'
import { byGravity, isQuiet, sumOf } from './finding-words.ts'

/** What is unsafe or badly set up, with its evidence and what mends it. What is well is folded away. */
export function DoctorPanel({ unavailable }: { readonly unavailable: string | null }) {
  const needs = useMissing('doctor.check')
  const { data, error, isFetching, refetch } = useQuery({ ...doctorQuery(useInstance()), enabled: needs === null })
  const now = useNow(1000)
  const sum = data && sumOf(data.findings)
  return (
    <Panel
      title="Doctor"
      aside={sum && <Badge look={sum.look}>{sum.words}</Badge>}
      end={
        <>
          {data && <span className="tabular-nums phone:hidden">checked {formatPast(data.checked_at, now)}</span>}
          <Button
            look="quiet"
            size="small"
            icon={Stethoscope}
            needs={needs}
            unavailable={unavailable}
            disabled={isFetching}
            aria-busy={isFetching}
            className="-mr-2"
            onClick={() => void refetch()}
          >
            {isFetching ? 'Checking…' : 'Check again'}
          </Button>
        </>
      }
    >
      {needs !== null && (
        <div className="p-2">
          <LockedNote>{needs.reason}: what is unsafe or badly set up, and how to mend it.</LockedNote>
        </div>
      )}
      {needs === null && !data && error && (
        <ReadProblem error={error} isBusy={isFetching} retry={() => void refetch()} className="p-(--pad)" />
      )}
      {needs === null && !data && !error && <SkeletonRows rows={4} />}
      {data && <Findings of={data} />}
    </Panel>
  )
}

function Findings({ of: { findings } }: { readonly of: DoctorReport }) {
  const id = useId()
  const [isOpen, setOpen] = useState(false)
  const ordered = byGravity(findings)
  const loud = ordered.filter((finding) => !isQuiet(finding))
  const quiet = ordered.filter(isQuiet)
  return (
    <>
      {loud.length > 0 && (
        <ul aria-label="Findings" className="divide-y divide-line border-b border-line">
          {loud.map((finding) => (
            <FindingItem key={finding.id} finding={finding} />
          ))}
        </ul>
      )}
      <div className="px-2 py-1.5">
        <Button
          look="quiet"
          size="small"
          aria-expanded={isOpen}
          aria-controls={id}
          disabled={quiet.length === 0}
          onClick={() => setOpen(!isOpen)}
        >
          {isOpen ? 'Hide' : 'Show'} {quiet.length} {quiet.length === 1 ? 'other check' : 'other checks'}
        </Button>
      </div>
      {isOpen && (
        <ul id={id} aria-label="Other checks" className="divide-y divide-line border-t border-line">
          {quiet.map((finding) => (
            <FindingItem key={finding.id} finding={finding} />
          ))}
        </ul>
      )}
    </>
  )
}
