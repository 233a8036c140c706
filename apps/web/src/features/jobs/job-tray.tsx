import { useQuery } from '@tanstack/react-query'
import { CircleAlert, Download } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { formatPercent } from '../../lib/format.ts'
import { useTitleProgress } from '../../lib/hooks/use-title.ts'
import { loadPart } from '../../lib/load-part.ts'
import { isEnded, jobsQuery, overallPercent } from '../../lib/models/jobs.ts'
import { useClearedAt } from './cleared-jobs.ts'

const JobsPanel = lazy(() =>
  loadPart(() => import('./jobs-panel.tsx')).then(({ JobsPanel }) => ({ default: JobsPanel })),
)

/** Downloads and bulk actions: a button with how far they are, and behind it the list of them. */
export function JobTray() {
  const { data: jobs = [] } = useQuery({ ...jobsQuery, select: (list) => list.jobs })
  const clearedAt = useClearedAt()
  const [isOpen, setOpen] = useState(false)
  const underway = jobs.filter((job) => !isEnded(job))
  const failed = jobs.filter(({ state, finished_at }) => state === 'failed' && (finished_at ?? '') > clearedAt)
  const percent = overallPercent(jobs)
  useTitleProgress(underway.length > 0 && percent !== null ? formatPercent(percent) : null)

  const count = underway.length
  const word = percent !== null ? formatPercent(percent) : count > 0 ? String(count) : null
  const label =
    count > 0
      ? `Jobs: ${count} active${percent === null ? '' : `, ${formatPercent(percent)}`}`
      : failed.length > 0
        ? `Jobs: ${failed.length} failed`
        : 'Jobs'
  return (
    <>
      <button
        type="button"
        title={label}
        onClick={() => setOpen(true)}
        className="touch-target inline-flex h-8 min-w-8 flex-none items-center justify-center gap-1.5 rounded-control px-2 font-medium text-ink-muted tabular-nums hover:bg-hover hover:text-ink-strong"
      >
        {count > 0 ? (
          <Ring share={(percent ?? 0) / 100} />
        ) : failed.length > 0 ? (
          <CircleAlert aria-hidden className="size-4 text-broken-text" />
        ) : (
          <Download aria-hidden className="size-4" />
        )}
        {word && (
          <span aria-hidden className="pointer-events-none">
            {word}
          </span>
        )}
        <span className="sr-only">{label}</span>
      </button>
      <Suspense fallback={null}>{isOpen && <JobsPanel onClose={() => setOpen(false)} />}</Suspense>
    </>
  )
}

const radius = 6
const round = 2 * Math.PI * radius

const Ring = ({ share }: { readonly share: number }) => (
  <svg aria-hidden viewBox="0 0 16 16" className="size-4 -rotate-90">
    <circle cx="8" cy="8" r={radius} fill="none" stroke="var(--line-strong)" strokeWidth="2.5" />
    <circle
      cx="8"
      cy="8"
      r={radius}
      fill="none"
      stroke="var(--accent)"
      strokeWidth="2.5"
      strokeDasharray={`${share * round} ${round}`}
    />
  </svg>
)
