import { ApiError, TransportError } from '@ollama-dashboard/client'
import type { AuditVerification } from '@ollama-dashboard/contracts'
import { useQuery } from '@tanstack/react-query'
import clsx from 'clsx'
import { type LucideIcon, ShieldAlert, ShieldCheck, ShieldQuestion } from 'lucide-react'
import type { ReactNode } from 'react'
import { useOutage } from '../../../lib/api/outage.ts'
import { describeError } from '../../../lib/describe-error.ts'
import { formatCount } from '../../../lib/format.ts'
import { useNow } from '../../../lib/hooks/use-now.ts'
import { Button } from '../../../ui/button.tsx'
import { CopyButton } from '../../../ui/copy-button.tsx'
import { Skeleton } from '../../../ui/skeleton.tsx'
import { Note } from '../note.tsx'
import { chainQuery } from '../queries.ts'
import { ageWords, beforeWords, brokenPlace, entriesWords } from './chain-words.ts'

const label = 'Chain of the log'

export interface ChainCardProps {
  /** Why it cannot be checked now; null where it can. */
  readonly unavailable: string | null
}

/** Whether the log is as it was written: no entry was changed, left out or moved. */
export function ChainCard({ unavailable }: ChainCardProps) {
  const { data, error, isFetching, refetch } = useQuery(chainQuery)
  const isAway = useOutage()?.of === 'dashboard'
  const verify = (
    <Button
      look="quiet"
      size="small"
      aria-busy={isFetching}
      disabled={isFetching}
      unavailable={unavailable}
      onClick={() => void refetch()}
    >
      {isFetching ? 'Verifying…' : 'Verify now'}
    </Button>
  )
  // While the dashboard is away, what it found last stands, with its age.
  if (!data && isAway && error instanceof TransportError) return <NeverChecked>{verify}</NeverChecked>
  if (error && (!data || error instanceof ApiError)) return <Unread error={error}>{verify}</Unread>
  if (!data) return <Checking />
  return data.intact ? <Verified verification={data}>{verify}</Verified> : <Broken verification={data}>{verify}</Broken>
}

interface StateProps {
  readonly verification: AuditVerification
  readonly children: ReactNode
}

function Verified({ verification, children }: StateProps) {
  const { lines, anchored, checked_at } = verification
  return (
    <Card icon={ShieldCheck} iconClassName="text-ok-text" end={children}>
      <p className="text-ink-muted tabular-nums">
        <strong className="font-medium text-ink-strong">Chain verified.</strong> {entriesWords(lines)}, none changed,
        missing or out of order; checked <Age at={checked_at} />
        {anchored && (
          <>
            . Entry {formatCount(anchored.seq)} was confirmed elsewhere <Age at={anchored.at} />
          </>
        )}
      </p>
    </Card>
  )
}

/** In place of what was found before: it may be worse by now. */
const Checking = () => (
  <Card icon={ShieldQuestion} iconClassName="text-ink-faint">
    <p role="status" className="flex flex-wrap items-center gap-x-3 gap-y-1 text-ink-muted">
      Verifying the chain…
      <Skeleton className="h-3 w-56 phone:w-32" />
    </p>
  </Card>
)

/** Nothing is wrong with the log because the dashboard is away. */
const NeverChecked = ({ children }: { readonly children: ReactNode }) => (
  <Card icon={ShieldQuestion} iconClassName="text-ink-faint" end={children}>
    <p className="text-ink-muted">
      <strong className="font-medium text-ink-strong">Chain not verified.</strong> Can't reach the dashboard
    </p>
  </Card>
)

function Broken({ verification, children }: StateProps) {
  const { lines, first_broken, checked_at } = verification
  return (
    <Note
      look="broken"
      icon={ShieldAlert}
      label={label}
      title={`The chain is broken${first_broken ? ` at ${brokenPlace(first_broken)}` : ''}`}
      actions={
        <>
          <CopyButton text={JSON.stringify(verification, null, 2)}>Copy details</CopyButton>
          {children}
        </>
      }
    >
      <p className="wrap-anywhere">
        {first_broken?.reason} {beforeWords(lines)} From there on nothing is proven: whoever can write the file may have
        written it anew.
      </p>
      <p className="wrap-anywhere">
        Copy the {first_broken ? `file ${first_broken.file}` : 'log'} before anything else, compare it with a backup,
        and find out who can write to it.
      </p>
      <p className="text-small text-ink-muted tabular-nums">
        Checked <Age at={checked_at} />
      </p>
    </Note>
  )
}

function Unread({ error, children }: { readonly error: unknown; readonly children: ReactNode }) {
  const { title, hint, details } = describeError(error)
  return (
    <Note
      look="broken"
      icon={ShieldAlert}
      label={label}
      title="The chain could not be verified"
      actions={
        <>
          <CopyButton text={details}>Copy details</CopyButton>
          {children}
        </>
      }
    >
      <p className="wrap-anywhere">
        {title} {hint}
      </p>
    </Note>
  )
}

interface CardProps {
  readonly icon: LucideIcon
  readonly iconClassName: string
  readonly end?: ReactNode
  readonly children: ReactNode
}

const Card = ({ icon: Icon, iconClassName, end, children }: CardProps) => (
  <section
    aria-label={label}
    className="flex min-h-12 items-center gap-3 rounded-panel border border-line bg-panel py-2 pr-2 pl-(--pad)"
  >
    <Icon aria-hidden className={clsx('size-4 flex-none phone:mt-0.5 phone:self-start', iconClassName)} />
    <div className="min-w-0 flex-1">{children}</div>
    {end}
  </section>
)

/** Apart, so that a second changes nothing else. */
function Age({ at }: { readonly at: string }) {
  return <>{ageWords(at, useNow())}</>
}
