import type { Job } from '@ollama-dashboard/contracts'
import { useQuery } from '@tanstack/react-query'
import { Download, X } from 'lucide-react'
import { isAction, isEnded, jobsQuery } from '../../lib/models/jobs.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Empty } from '../../ui/empty.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { clearEndedJobs, useClearedAt } from './cleared-jobs.ts'
import { JobEntry } from './job-entry.tsx'

/** What became of a start or stop shows where its model does, unless it failed. */
const isTold = (job: Job): boolean => job.state === 'failed' || !isAction(job)

/** Ended jobs beyond these are of interest to nobody who looks in passing. */
const endedShown = 10

export function JobsPanel({ onClose }: { readonly onClose: () => void }) {
  const { data: all = [] } = useQuery({ ...jobsQuery, select: (list) => list.jobs })
  const clearedAt = useClearedAt()
  // The longest under way first: that is the order in which they end.
  const underway = all.filter((job) => !isEnded(job)).reverse()
  const ended = all
    .filter((job) => isEnded(job) && isTold(job) && (job.finished_at ?? '') > clearedAt)
    .slice(0, endedShown)
  const running = underway.filter(({ state }) => state === 'running').length
  const counts = [
    [running, 'running'],
    [underway.length - underway.filter(({ state }) => state === 'running').length, 'queued'],
    [ended.filter(({ state }) => state === 'failed').length, 'failed'],
  ] as const
  const sentence = counts.flatMap(([count, word]) => (count > 0 ? [`${count} ${word}`] : [])).join(', ')
  const isEmpty = underway.length + ended.length === 0

  return (
    <Dialog title="Jobs" hideTitle pad={false} place="corner" onClose={onClose}>
      <header className="flex h-11 items-center gap-2 border-b border-line px-4 phone:h-14">
        <p aria-hidden className="font-strong text-ink-strong">
          Jobs
        </p>
        <p className="truncate text-small text-ink-muted tabular-nums">{sentence}</p>
        <div className="ml-auto flex items-center">
          {ended.length > 0 && (
            <Button look="quiet" size="small" onClick={clearEndedJobs}>
              Clear finished
            </Button>
          )}
          <IconButton icon={X} label="Close jobs" onClick={onClose} />
        </div>
      </header>
      {isEmpty ? (
        <Empty icon={Download} title="No active jobs">
          Downloads, starts and bulk actions appear here. They continue if you close this page.
        </Empty>
      ) : (
        <ul aria-label="Jobs" className="divide-y divide-line">
          {underway
            .filter(({ state }) => state === 'running')
            .map((job) => (
              <JobEntry key={job.id} job={job} />
            ))}
          {underway
            .filter(({ state }) => state === 'queued')
            .map((job) => (
              <JobEntry key={job.id} job={job} />
            ))}
          {ended.map((job) => (
            <JobEntry key={job.id} job={job} />
          ))}
        </ul>
      )}
      {!isEmpty && (
        <p className="border-t border-line px-4 py-2.5 text-small text-ink-muted">
          Jobs continue if you close this page.
        </p>
      )}
    </Dialog>
  )
}
