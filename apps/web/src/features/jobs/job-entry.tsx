import type { BulkJob, Job, PullJob } from '@ollama-dashboard/contracts'
import {
  CircleAlert,
  CircleCheck,
  CircleSlash,
  Clock,
  Download,
  LoaderCircle,
  type LucideIcon,
  RotateCw,
  X,
} from 'lucide-react'
import type { ReactNode } from 'react'
import { useKeyName } from '../../lib/access/key-name.ts'
import { useMissing } from '../../lib/api/use-permission.ts'
import { formatBytes } from '../../lib/format.ts'
import { type ActionJob, isAction, isPull, operationsOfRetry, titleOf, useJobActions } from '../../lib/models/jobs.ts'
import { ModelName } from '../../parts/model-name.tsx'
import { ProgressBar, progressFacts } from '../../parts/pull-progress.tsx'
import { Button } from '../../ui/button.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { BulkParts, bulkCount } from './bulk-shown.tsx'

const icons: Readonly<Record<Job['state'], LucideIcon>> = {
  queued: Clock,
  running: LoaderCircle,
  done: CircleCheck,
  failed: CircleAlert,
  cancelled: CircleSlash,
}
const colours: Readonly<Record<Job['state'], string>> = {
  queued: 'text-ink-muted',
  running: 'text-ink-muted',
  done: 'text-ok-text',
  failed: 'text-broken-text',
  cancelled: 'text-ink-faint',
}

const wordLooks: Readonly<Record<Job['state'], string>> = {
  queued: 'text-small text-ink-muted',
  running: 'font-medium text-ink-strong',
  done: 'text-small text-ink-muted',
  failed: 'text-small text-broken-text',
  cancelled: 'text-small text-ink-faint',
}

/** What an entry shows that differs by the kind of job. */
interface Shown {
  /** What the job is for; part of the names of its controls. */
  readonly label: string
  readonly name: ReactNode
  readonly words: Readonly<Record<Job['state'], string>>
  readonly whileRunning: ReactNode
  readonly whileQueued: string
  /** What came of each of its parts. */
  readonly parts?: ReactNode
  /** What a failed job need not do again. */
  readonly kept: string
}

export function JobEntry({ job }: { readonly job: Job }) {
  const { cancel, retry } = useJobActions()
  const createdBy = useKeyName(job.created_by)
  const needsCancel = useMissing('jobs.cancel')
  const needsRetry = useMissing(...operationsOfRetry(job))
  const Icon = isPull(job) && job.state === 'running' ? Download : icons[job.state]
  const isUnderway = job.state === 'running' || job.state === 'queued'
  const shown = isPull(job)
    ? pullShown(job)
    : isAction(job)
      ? actionShown(job)
      : job.kind === 'bulk'
        ? bulkShown(job)
        : anyShown(job)
  return (
    <li
      aria-label={shown.label}
      className="grid grid-cols-[1rem_minmax(0,1fr)_1.625rem] gap-x-3 px-4 py-3 phone:grid-cols-[1.125rem_minmax(0,1fr)_2.75rem]"
    >
      <Icon aria-hidden className={`mt-0.5 size-4 ${colours[job.state]}`} />
      <div className="grid min-w-0 gap-1.5">
        <p className="flex min-w-0 items-center gap-2">
          {shown.name}
          <span className={`ml-auto flex-none whitespace-nowrap tabular-nums ${wordLooks[job.state]}`}>
            {shown.words[job.state]}
          </span>
        </p>
        {job.created_by !== null && <p className="text-small text-ink-faint">by {createdBy}</p>}
        {job.state === 'running' && shown.whileRunning}
        {shown.parts}
        {job.state === 'queued' && <p className="text-small text-ink-muted">{shown.whileQueued}</p>}
        {job.state === 'failed' && job.error && (
          <p className="text-small wrap-anywhere text-ink">
            {job.error.detail} {job.error.hint} {shown.kept}
          </p>
        )}
        {(job.state === 'failed' || job.state === 'cancelled') && (
          <div className="flex flex-wrap gap-2">
            <Button size="small" icon={RotateCw} needs={needsRetry} onClick={() => retry(job)}>
              {job.state === 'failed' ? 'Retry' : 'Resume'}
            </Button>
            {job.error && job.state === 'failed' && (
              <CopyButton text={JSON.stringify(job.error, null, 2)}>Copy details</CopyButton>
            )}
          </div>
        )}
      </div>
      {isUnderway ? (
        <IconButton
          icon={X}
          size="small"
          label={`Cancel ${shown.label}`}
          needs={needsCancel}
          onClick={() => cancel(job)}
        />
      ) : (
        <span />
      )}
    </li>
  )
}

const words = { queued: 'Queued', running: 'Running', done: 'Done', failed: 'Failed', cancelled: 'Cancelled' } as const

/** A job of a kind that the page knows nothing of. */
const anyShown = (job: Job): Shown => ({
  label: titleOf(job),
  name: <span className="truncate">{titleOf(job)}</span>,
  words,
  whileRunning: null,
  whileQueued: 'Starts when another finishes.',
  kept: '',
})

const verbs = { start: 'Start', stop: 'Stop', restart: 'Restart', delete: 'Delete' } as const

const actionShown = (job: ActionJob): Shown => ({
  ...anyShown(job),
  name: (
    <>
      <span>{verbs[job.kind]}</span>
      <ModelName name={job.model} />
    </>
  ),
})

function bulkShown(job: BulkJob): Shown {
  const count = bulkCount(job)
  const { length } = job.models
  return {
    ...anyShown(job),
    name: <span className="truncate">{`${verbs[job.action]} ${length === 1 ? '1 model' : `${length} models`}`}</span>,
    words: { ...words, running: count, done: count },
    parts: <BulkParts job={job} />,
  }
}

function pullShown(job: PullJob): Shown {
  const { model, progress } = job
  const { percent, done, speed, left } = progressFacts(job)
  return {
    label: model,
    name: <ModelName name={model} />,
    words: {
      ...words,
      running: percent ?? 'Starting…',
      done: 'Installed',
      failed: percent === null ? 'Failed' : `Failed at ${percent}`,
    },
    whileRunning: (
      <>
        <ProgressBar job={job} label={`Download of ${model}`} />
        <p className="flex flex-wrap gap-x-4 text-small text-ink-muted tabular-nums">
          <span>{done}</span>
          {speed && <span>{speed}</span>}
          {left && <span className="ml-auto text-ink">{left}</span>}
        </p>
      </>
    ),
    whileQueued: `${done}.`,
    kept:
      progress?.completed && progress.total ? `The ${formatBytes(progress.completed)} downloaded so far are kept.` : '',
  }
}
