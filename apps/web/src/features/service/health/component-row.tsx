import type { HealthComponent, HealthState } from '@ollama-dashboard/contracts'
import clsx from 'clsx'
import type { ReactNode } from 'react'
import { formatMoment, formatPast, formatSpan } from '../../../lib/format.ts'
import { componentName } from '../../../lib/health-words.ts'
import { Cell } from '../../../ui/cell.tsx'
import { CardFact, CardFacts, FoldingCard } from '../../../ui/folding-card.tsx'
import { Status, type StatusKind } from '../../../ui/status.tsx'

export const tracks = 'minmax(0, 1.5fr) 6.5rem minmax(0, 2.4fr) 4.5rem 6.5rem'
export const columns = [
  { name: 'Component' },
  { name: 'Status' },
  { name: 'Detail' },
  { name: 'For', className: 'text-right' },
  { name: 'Checked', className: 'text-right' },
]

const states: Readonly<Record<HealthState, readonly [StatusKind, string]>> = {
  healthy: ['ok', 'Healthy'],
  degraded: ['attention', 'Degraded'],
  unhealthy: ['broken', 'Unhealthy'],
}

interface ComponentProps {
  readonly component: HealthComponent
  readonly now: number
  /** The dashboard does not answer: nobody knows whether it is still so. */
  readonly isOld: boolean
}

const Mark = ({ component: { status }, isOld }: ComponentProps) => {
  const [kind, word] = states[status]
  return <Status kind={isOld ? 'off' : kind}>{word}</Status>
}

const lasting = ({ component: { since }, now }: ComponentProps): string =>
  formatSpan(Math.max(0, now - Date.parse(since)) / 1000)

/** What is only counted is never asked. */
const checked = ({ component: { checked_at }, now }: ComponentProps): ReactNode =>
  checked_at === null ? '—' : <time dateTime={checked_at}>{formatPast(checked_at, now)}</time>

/** A component in the table. */
export function ComponentRow(props: ComponentProps) {
  const { component, isOld } = props
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: there is nothing to do with a row
    <div
      role="row"
      className="grid min-h-(--row) items-center px-(--pad) py-1.5 text-cell hover:bg-hover"
      style={{ gridTemplateColumns: tracks }}
    >
      <Cell className={clsx('pr-3 font-medium wrap-anywhere', isOld ? 'text-ink-muted' : 'text-ink-strong')}>
        {componentName(component.name)}
      </Cell>
      <Cell>
        <Mark {...props} />
      </Cell>
      <Cell className="pr-3 wrap-anywhere text-ink-muted">{component.detail}</Cell>
      <Cell className="text-right tabular-nums" title={`Since ${formatMoment(component.since)}`}>
        {lasting(props)}
      </Cell>
      <Cell className="text-right text-ink-muted tabular-nums">{checked(props)}</Cell>
    </div>
  )
}

interface ComponentCardProps extends ComponentProps {
  readonly isOpen: boolean
  readonly onToggle: (name: string) => void
}

/** A component where there is little room. */
export function ComponentCard({ isOpen, onToggle, ...props }: ComponentCardProps) {
  const { component } = props
  return (
    <FoldingCard
      isOpen={isOpen}
      isLast
      onToggle={() => onToggle(component.name)}
      name={<span className="font-medium wrap-anywhere text-ink-strong">{componentName(component.name)}</span>}
      mark={<Mark {...props} />}
      line={<span className="col-span-2 text-small wrap-anywhere text-ink-muted">{component.detail}</span>}
    >
      <CardFacts>
        <CardFact label="For">{lasting(props)}</CardFact>
        <CardFact label="Checked">{checked(props)}</CardFact>
      </CardFacts>
    </FoldingCard>
  )
}
