import type { Job, PullJob } from '@ollama-dashboard/contracts'
import { sameModel } from '@ollama-dashboard/contracts/parse-model-name'
import { useQuery } from '@tanstack/react-query'
import { Clock, Download, X } from 'lucide-react'
import { currentOf } from '../../lib/api/current-instance.ts'
import { useOutage } from '../../lib/api/outage.ts'
import { useInstance } from '../../lib/api/use-instance.ts'
import { useMissing } from '../../lib/api/use-permission.ts'
import { formatClock } from '../../lib/format.ts'
import { isEnded, isPull, jobsQuery, useJobActions } from '../../lib/models/jobs.ts'
import { catalogueQuery } from '../../lib/queries/models.ts'
import { instancesQuery } from '../../lib/queries/server.ts'
import { IdentityMark, ModelName } from '../../parts/model-name.tsx'
import { ProgressBar, progressFacts } from '../../parts/pull-progress.tsx'
import { Button } from '../../ui/button.tsx'
import { Fact, Facts, unknown } from './facts.tsx'

/** Downloads to this server that have not ended, the oldest first. */
const downloadsTo = (server: string | undefined) => (jobs: readonly Job[]) =>
  jobs
    .filter(isPull)
    .filter((job) => !isEnded(job) && job.instance === server)
    .reverse()

function useServerName(): string | undefined {
  const instance = useInstance()
  return useQuery({ ...instancesQuery, select: ({ instances }) => currentOf(instances, instance)?.name }).data
}

/** How many there are. */
export function useDownloadCount(): number {
  const of = downloadsTo(useServerName())
  return useQuery({ ...jobsQuery, select: ({ jobs }) => of(jobs).length }).data ?? 0
}

/** Apart from the list, so that only they render with their progress. */
export function DownloadRows() {
  const of = downloadsTo(useServerName())
  const { data = [] } = useQuery({ ...jobsQuery, select: ({ jobs }) => of(jobs) })
  const isAway = useOutage()?.of === 'dashboard'
  return data.map((job) => <DownloadRow key={job.id} job={job} isOld={isAway} />)
}

interface DownloadRowProps {
  readonly job: PullJob
  /** The dashboard does not answer: its figures are of the time before. */
  readonly isOld: boolean
}

const fitWords = { yes: 'Fits alone', partly: 'Partly on CPU', no: 'Too big' } as const

/** A model on its way to the disk, and whether it can be loaded afterwards. */
function DownloadRow({ job, isOld }: DownloadRowProps) {
  const { model } = job
  const { done, speed } = progressFacts(job)
  const seconds = job.progress?.eta_seconds ?? null
  const { data: fits } = useQuery({
    ...catalogueQuery(useInstance()),
    select: ({ models }) => models.find(({ name }) => sameModel(name, model))?.fits,
  })
  const needs = useMissing('jobs.cancel')
  const { cancel } = useJobActions()
  const isQueued = job.state === 'queued'
  const Icon = isQueued ? Clock : Download
  const cancelButton = (
    <Button
      size="small"
      icon={X}
      needs={needs}
      isTerse
      unavailable={isOld ? "Can't reach the dashboard" : null}
      onClick={() => cancel(job)}
      className="phone:flex-1"
    >
      Cancel <span className="sr-only">download of {model}</span>
    </Button>
  )
  return (
    <li className="grid gap-3 px-(--pad) py-3.5">
      <div className="flex min-w-0 items-center gap-2.5 phone:flex-wrap">
        <IdentityMark name={model} />
        <ModelName name={model} className="text-base" />
        <span className="inline-flex flex-none items-center gap-1.5 text-small font-medium text-ink-muted">
          <Icon aria-hidden className="size-3.5" />
          {isQueued ? 'Queued' : 'Downloading'}
        </span>
        <div className="ml-auto flex-none phone:hidden">{cancelButton}</div>
      </div>
      <Facts isOld={isOld}>
        <Fact term="Downloaded">
          {done}
          {!isQueued && (
            <span className="mt-1.5 block">
              <ProgressBar job={job} label={`Download of ${model}`} />
            </span>
          )}
        </Fact>
        <Fact term="Speed">{(!isOld && speed) || unknown}</Fact>
        <Fact term="Time left">{isOld || isQueued || seconds === null ? unknown : formatClock(seconds)}</Fact>
        <Fact term="When loaded">{fits ? fitWords[fits] : unknown}</Fact>
      </Facts>
      <div className="hidden phone:flex">{cancelButton}</div>
    </li>
  )
}
