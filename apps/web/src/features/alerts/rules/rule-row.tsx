import type { AlertRule } from '@ollama-dashboard/contracts'
import clsx from 'clsx'
import { SlidersHorizontal } from 'lucide-react'
import type { ReactNode } from 'react'
import { severityWords } from '../../../lib/alerts/alert-words.ts'
import { useMissing } from '../../../lib/api/use-permission.ts'
import { Badge } from '../../../ui/badge.tsx'
import { IconButton } from '../../../ui/icon-button.tsx'
import { Status } from '../../../ui/status.tsx'
import { isChanged, limitWords, nowWords, stateWords } from './rule-words.ts'

export const tracks = 'minmax(0, 1.7fr) minmax(8rem, 1.15fr) 4.75rem minmax(4.5rem, 0.7fr) minmax(6.25rem, 0.6fr) 2rem'
export const columns = [
  { name: 'Rule' },
  { name: 'Threshold' },
  { name: 'Severity' },
  { name: 'Now', className: 'text-right' },
  { name: 'State', className: 'pl-6' },
  { name: 'Edit', className: 'sr-only' },
]

export interface RuleProps {
  readonly rule: AlertRule
  /** Why nothing can be done now; null where it can. */
  readonly unavailable: string | null
  readonly onEdit: (rule: AlertRule) => void
}

/** That a rule is not as it comes. */
export const RuleMark = ({ rule }: { readonly rule: AlertRule }) =>
  rule.built_in ? isChanged(rule) && <Badge>Changed</Badge> : <Badge>Own</Badge>

export function RuleRow({ rule, unavailable, onEdit }: RuleProps) {
  const needs = useMissing('alerts.changeRule')
  const { word, status, meaning } = stateWords(rule)
  const isOff = !rule.enabled
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the button within takes the focus
    <div
      role="row"
      className="grid min-h-(--row) items-center px-(--pad) py-1 text-cell hover:bg-hover"
      style={{ gridTemplateColumns: tracks }}
    >
      <Cell className={clsx('flex flex-wrap items-center gap-x-2', isOff ? 'text-ink-muted' : 'text-ink-strong')}>
        <span title={rule.description} className="font-medium wrap-anywhere">
          {rule.title}
        </span>
        <RuleMark rule={rule} />
        {rule.instance !== null && <span className="text-small text-ink-faint">on {rule.instance}</span>}
      </Cell>
      <Cell className="pr-3 text-ink-muted tabular-nums">{limitWords(rule)}</Cell>
      <Cell className="text-ink-muted">{severityWords[rule.severity]}</Cell>
      <Cell className={clsx('text-right tabular-nums', isOff ? 'text-ink-faint' : 'text-ink')}>{nowWords(rule)}</Cell>
      <Cell className="pl-6">
        <span title={meaning}>
          <Status kind={status}>{word}</Status>
        </span>
      </Cell>
      <Cell className="-mr-1.5 text-right">
        <IconButton
          icon={SlidersHorizontal}
          label={`Edit rule ${rule.title}`}
          size="small"
          needs={needs}
          unavailable={unavailable}
          onClick={() => onEdit(rule)}
        />
      </Cell>
    </div>
  )
}

const Cell = ({ className, children }: { readonly className?: string; readonly children: ReactNode }) => (
  <div role="cell" className={clsx('min-w-0', className)}>
    {children}
  </div>
)
