import type { AuditEntry } from '@ollama-dashboard/contracts'
import { type ReactNode, useId } from 'react'
import { isAboutSettings } from '../../../lib/access/action-words.ts'
import { useKeyName } from '../../../lib/access/key-name.ts'
import { formatCount, formatMoment } from '../../../lib/format.ts'
import { CopyButton, CopyIconButton } from '../../../ui/copy-button.tsx'
import { LongText } from '../../../ui/long-text.tsx'
import { type Change, changesOf } from '../words/change-words.ts'
import { outcomeSentence } from '../words/entry-words.ts'
import { PutBack } from './put-back.tsx'

export interface EntryDetailsProps {
  readonly entry: AuditEntry
  readonly unavailable: string | null
}

/** All that an entry tells: what was before and after, why it was refused, and what it is known by. */
export function EntryDetails({ entry, unavailable }: EntryDetailsProps) {
  const changes = changesOf(entry)
  const sentence = outcomeSentence(entry)
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_19rem] items-start gap-5">
      <div className="grid gap-2">
        {sentence !== null && <p className="py-1 wrap-anywhere text-ink-muted">{sentence}</p>}
        {changes.length > 0 && <Changes changes={changes} of={isAboutSettings(entry.action) ? 'Setting' : 'Field'} />}
        {changes.length === 0 && sentence === null && <p className="py-1 text-ink-faint">Nothing else is recorded.</p>}
      </div>
      <div className="grid gap-2.5">
        <dl className="grid grid-cols-[auto_minmax(0,1fr)] items-center gap-x-4 gap-y-1 text-small">
          <Facts entry={entry} />
        </dl>
        <div className="-ml-px flex flex-wrap gap-1">
          <EntryActions entry={entry} unavailable={unavailable} />
        </div>
      </div>
    </div>
  )
}

export const EntryActions = ({ entry, unavailable }: EntryDetailsProps) => (
  <>
    <PutBack entry={entry} unavailable={unavailable} />
    <CopyButton text={JSON.stringify(entry, null, 2)}>Copy details</CopyButton>
  </>
)

function Changes({ changes, of }: { readonly changes: readonly Change[]; readonly of: string }) {
  const id = useId()
  return (
    <div className="overflow-hidden rounded-control border border-line bg-panel">
      <table className="w-full table-fixed border-collapse tabular-nums" aria-describedby={id}>
        <caption id={id} className="sr-only">
          What was changed
        </caption>
        <thead>
          <tr className="h-8 text-small text-ink-muted [&>th]:px-3 [&>th]:font-medium">
            <th scope="col" className="w-2/5 text-left">
              {of}
            </th>
            <th scope="col" className="text-right">
              Before
            </th>
            <th scope="col" className="text-right">
              After
            </th>
          </tr>
        </thead>
        <tbody>
          {changes.map(({ field, label, before, after }) => (
            <tr key={field} className="border-t border-line align-top [&>*]:px-3 [&>*]:py-1.5">
              <th scope="row" className="text-left font-normal wrap-anywhere">
                {label}
              </th>
              <td className="text-right text-ink-muted">
                <Value text={before} />
              </td>
              <td className="text-right font-medium text-ink-strong">
                <Value text={after} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

export const Value = ({ text }: { readonly text: string | null }) =>
  text === null ? <span className="font-normal text-ink-faint">Not set</span> : <LongText text={text} />

const Facts = ({ entry }: { readonly entry: AuditEntry }) => (
  <>
    {factsOf(entry).map(({ label, text, copies }) => (
      <Fact key={label} label={label} copies={copies}>
        {text}
      </Fact>
    ))}
    <KeyFact entry={entry} />
  </>
)

interface EntryFact {
  readonly label: string
  readonly text: string
  /** The whole of what is shown shortened, or has to be exact. */
  readonly copies?: string
}

/** What an entry is known by, in the log and elsewhere. */
export function factsOf({ seq, time, instance, trace_id, hash, prev }: AuditEntry): EntryFact[] {
  return [
    { label: 'Entry', text: formatCount(seq) },
    { label: 'Time', text: formatMoment(time) },
    ...(instance === null ? [] : [{ label: 'Server', text: instance }]),
    ...(trace_id === null ? [] : [{ label: 'Trace', text: shortened(trace_id), copies: trace_id }]),
    { label: 'Hash', text: shortened(hash), copies: hash },
    { label: 'Of the one before', text: shortened(prev), copies: prev },
  ]
}

/** "b81e0f3a…9d4c4c09": enough to compare by eye. */
const shortened = (text: string): string => (text.length <= 17 ? text : `${text.slice(0, 8)}…${text.slice(-8)}`)

interface FactProps {
  readonly label: string
  readonly copies?: string | undefined
  readonly children: ReactNode
}

const Fact = ({ label, copies, children }: FactProps) => (
  <>
    <dt className="text-ink-muted">{label}</dt>
    <dd className="flex min-h-6.5 min-w-0 items-center justify-end gap-1 text-right wrap-anywhere tabular-nums">
      {copies === undefined ? (
        children
      ) : (
        <>
          <span className="font-mono" title={copies}>
            {children}
          </span>
          <CopyIconButton text={copies} label={`Copy ${label.toLowerCase()}`} size="small" className="-mr-1.5" />
        </>
      )}
    </dd>
  </>
)

/** Keys are renamed: whose it was is told by its id. */
function KeyFact({ entry: { actor } }: { readonly entry: AuditEntry }) {
  const now = useKeyName(actor.key_id)
  if (actor.key_id === null) return null
  return (
    <Fact label={now !== '' && now !== '…' && now !== actor.name ? `Key, now ${now}` : 'Key'}>
      <span className="font-mono">{actor.key_id}</span>
    </Fact>
  )
}
