import type { TimelineEntry } from '@ollama-dashboard/contracts'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { severityWords } from '../../../lib/alerts/alert-words.ts'
import { useMissing } from '../../../lib/api/use-permission.ts'
import { formatMoment, formatSpan } from '../../../lib/format.ts'
import { buttonStyle } from '../../../ui/button-style.ts'
import { alertOf, auditOf, noteOf } from '../words/entry-words.ts'
import { Speeds } from './speeds.tsx'

export interface EntryDetailsProps {
  readonly entry: TimelineEntry
  readonly now: number
}

/** The rest of what is known: before and after, how long it lasted, how fast models were, and where to look further. */
export function EntryDetails({ entry, now }: EntryDetailsProps) {
  const { at, ended_at, detail, before, after, severity, instance, speeds } = entry
  const isTold = detail === null || noteOf(entry) === detail || entry.kind === 'audit' || entry.kind === 'alert'
  return (
    <div className="grid justify-items-start gap-3">
      {!isTold && <p className="max-w-[80ch] wrap-anywhere text-ink-muted">{detail}</p>}
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-5 gap-y-1 text-small">
        <Fact label="Time">{formatMoment(at)}</Fact>
        {ended_at !== null && (
          <Fact label="Lasted">
            {formatSpan(Math.max(0, Date.parse(ended_at) - Date.parse(at)) / 1000)}, until {formatMoment(ended_at)}
          </Fact>
        )}
        {entry.type === 'ollama.down' && ended_at === null && (
          <Fact label="Lasts">{formatSpan(Math.max(0, now - Date.parse(at)) / 1000)} so far, as far as is known</Fact>
        )}
        {before !== null && <Fact label="Before">{before}</Fact>}
        {after !== null && <Fact label="After">{after}</Fact>}
        {severity !== null && <Fact label="Severity">{severityWords[severity]}</Fact>}
        {instance !== null && <Fact label="Server">{instance}</Fact>}
      </dl>
      {speeds.length > 0 && <Speeds speeds={speeds} />}
      <Links entry={entry} />
    </div>
  )
}

const Fact = ({ label, children }: { readonly label: string; readonly children: ReactNode }) => (
  <>
    <dt className="text-ink-muted">{label}</dt>
    <dd className="min-w-0 wrap-anywhere tabular-nums">{children}</dd>
  </>
)

/** Where more is to be seen, for whoever may see it. */
function Links({ entry }: { readonly entry: TimelineEntry }) {
  const { model, instance, kind } = entry
  const alert = alertOf(entry)
  const seq = auditOf(entry)
  const needsAudit = useMissing('audit.list')
  const needsAlerts = useMissing('alerts.list')
  const of = instance === null ? {} : { instance }
  const className = buttonStyle({ size: 'small' })
  const links = [
    model !== null && (
      <Link
        key="model"
        to="/models"
        search={{ ...of, model, ...(kind === 'settings' && { tab: 'history' as const }) }}
        className={className}
      >
        {kind === 'settings' ? 'History of its settings' : 'Details of the model'}
      </Link>
    ),
    alert !== null && needsAlerts === null && (
      <Link key="alert" to="/alerts" search={{ alert }} className={className}>
        Go to the alert
      </Link>
    ),
    seq !== null && needsAudit === null && (
      // The page of the log that begins with it.
      <Link key="audit" to="/audit" search={{ before: seq + 1, entry: seq }} className={className}>
        Entry in the audit log
      </Link>
    ),
  ].filter((link) => link !== false)
  return links.length > 0 && <div className="flex flex-wrap gap-2">{links}</div>
}
