import type { Job } from '@ollama-dashboard/contracts'
import { CircleAlert, CircleCheck, CircleSlash, Clock, Download, type LucideIcon, RotateCw, X } from 'lucide-react'
import { endpoints } from '../../lib/api/api.ts'
import { useMissingRole } from '../../lib/api/use-permission.ts'
import { formatBytes, formatPercent } from '../../lib/format.ts'
import { useJobActions } from '../../lib/models/jobs.ts'
import { ModelName } from '../../parts/model-name.tsx'
import { ProgressBar, progressFacts } from '../../parts/pull-progress.tsx'
import { Button } from '../../ui/button.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { IconButton } from '../../ui/icon-button.tsx'

const icons: Readonly<Record<Job['state'], LucideIcon>> = {
  queued: Clock,
  running: Download,
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

export function PullEntry({ job }: { readonly job: Job }) {
  const { cancel, retry } = useJobActions()
  const needsCancel = useMissingRole(endpoints.jobs.cancel)
  const needsRetry = useMissingRole(endpoints.jobs.retry)
  const Icon = icons[job.state]
  const isUnderway = job.state === 'running' || job.state === 'queued'
  const facts = progressFacts(job)
  return (
    <li
      aria-label={job.model}
      className="grid grid-cols-[16px_minmax(0,1fr)_26px] gap-x-3 px-4 py-3 phone:grid-cols-[18px_minmax(0,1fr)_44px]"
    >
      <Icon aria-hidden className={`mt-0.5 size-4 ${colours[job.state]}`} />
      <div className="grid min-w-0 gap-1.5">
        <p className="flex min-w-0 items-center gap-2">
          <ModelName name={job.model} />
          <span className="ml-auto flex-none whitespace-nowrap tabular-nums">{headline(job)}</span>
        </p>
        {job.state === 'running' && (
          <>
            <ProgressBar job={job} label={`Download of ${job.model}`} />
            <p className="flex flex-wrap gap-x-4 text-small text-ink-muted tabular-nums">
              <span>{facts.done}</span>
              {facts.speed && <span>{facts.speed}</span>}
              {facts.left && <span className="ml-auto text-ink">{facts.left}</span>}
            </p>
          </>
        )}
        {job.state === 'queued' && <p className="text-small text-ink-muted">{facts.done}.</p>}
        {job.state === 'failed' && job.error && (
          <p className="text-small wrap-anywhere text-ink">
            {job.error.detail} {job.error.hint} {keptOf(job)}
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
          label={`Cancel ${job.model}`}
          needs={needsCancel}
          onClick={() => cancel(job)}
        />
      ) : (
        <span />
      )}
    </li>
  )
}

function headline({ state, progress }: Job) {
  const percent = progress?.percent
  if (state === 'running')
    return <b className="font-medium text-ink-strong">{percent == null ? 'Starting…' : formatPercent(percent)}</b>
  if (state === 'queued') return <span className="text-small text-ink-muted">Queued</span>
  if (state === 'done') return <span className="text-small text-ink-muted">Installed</span>
  if (state === 'cancelled') return <span className="text-small text-ink-faint">Cancelled</span>
  return (
    <span className="text-small text-broken-text">
      {percent == null ? 'Failed' : `Failed at ${formatPercent(percent)}`}
    </span>
  )
}

/** What is fetched already need not be fetched again. */
const keptOf = ({ progress }: Job): string =>
  progress?.completed && progress.total ? `The ${formatBytes(progress.completed)} downloaded so far are kept.` : ''
