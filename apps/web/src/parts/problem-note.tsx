import { ApiError, TransportError } from '@ollama-dashboard/client'
import clsx from 'clsx'
import { CircleAlert, CircleHelp, ExternalLink, X } from 'lucide-react'
import type { ReactNode } from 'react'
import { useOutage } from '../lib/api/outage.ts'
import { describeError } from '../lib/describe-error.ts'
import { Button } from '../ui/button.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { LockedNote } from '../ui/locked-note.tsx'

export interface ProblemNoteProps {
  readonly error: unknown
  readonly onDismiss?: () => void
  /** What can be done about it here. */
  readonly actions?: ReactNode
}

/** Beside the control that caused it: what happened, what to do, what to quote. What may not be read is no failure. */
export function ProblemNote({ error, onDismiss, actions }: ProblemNoteProps) {
  const { title, hint, traceId, signInUrl, details } = describeError(error)
  if (error instanceof ApiError && error.code === 'forbidden') {
    return (
      <LockedNote>
        <p>{title}</p>
        {hint && <p>{hint}</p>}
      </LockedNote>
    )
  }
  return (
    <div
      role="alert"
      className="flex gap-2.5 rounded-control bg-broken-soft py-2.5 pr-1.5 pl-3 text-ink forced-colors:border"
    >
      <CircleAlert aria-hidden className="mt-0.5 size-4 flex-none text-broken-text" />
      <div className="min-w-0 flex-1">
        <p className="font-medium wrap-anywhere text-ink-strong">{title}</p>
        {hint && <p className="wrap-anywhere">{hint}</p>}
        {signInUrl !== null && <SignInLink address={signInUrl} />}
        <div className={clsx('flex flex-wrap items-center gap-2', actions ? 'mt-2' : 'mt-1 -ml-2')}>
          {actions}
          <CopyButton text={details}>Copy details</CopyButton>
          {traceId && <code className="text-tiny text-ink-muted">trace {traceId.slice(0, 8)}</code>}
        </div>
      </div>
      {onDismiss && <IconButton icon={X} label="Dismiss" size="small" onClick={onDismiss} />}
    </div>
  )
}

/** Connects this Ollama to the account of whoever follows it; no other site learns where it stood. */
const SignInLink = ({ address }: { readonly address: string }) => (
  <a
    href={address}
    target="_blank"
    rel="noopener noreferrer"
    className="touch-target inline-flex items-baseline gap-1 font-medium text-accent-text hover:underline"
  >
    Sign in at ollama.com
    <span className="sr-only">, in a new tab</span>
    <ExternalLink aria-hidden className="size-3 self-center" />
  </a>
)

export interface ReadProblemProps {
  readonly error: unknown
  readonly isBusy?: boolean
  readonly retry: () => void
  readonly className?: string
}

/** In the place of what could not be read. While the dashboard is away the band says so, once, and this reads itself again. */
export function ReadProblem({ error, isBusy = false, retry, className }: ReadProblemProps) {
  const isAway = useOutage()?.of === 'dashboard' && error instanceof TransportError
  if (isAway) return <NotRead className={className} />
  return (
    <div className={clsx('grid justify-items-start gap-3', className)}>
      <ProblemNote error={error} />
      <Button disabled={isBusy} onClick={retry}>
        Try again
      </Button>
    </div>
  )
}

/** What the page has never read, while nobody can be asked. */
export const NotRead = ({ className }: { readonly className?: string | undefined }) => (
  <p className={clsx('flex items-center gap-2.5 text-ink-muted', className)}>
    <CircleHelp aria-hidden className="size-4 flex-none text-ink-faint" />
    Unknown: can't reach the dashboard
  </p>
)
