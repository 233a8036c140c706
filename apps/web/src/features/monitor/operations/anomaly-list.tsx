import type { Anomaly } from '@ollama-dashboard/contracts'
import { formatCount, formatHour, formatSpan } from '../../../lib/format.ts'
import { InlineName } from '../../../parts/model-name.tsx'
import { CopyButton } from '../../../ui/copy-button.tsx'

export interface AnomalyListProps {
  readonly anomalies: readonly Anomaly[]
  /** How many there were, of which these are the newest. */
  readonly total: number
}

/** What took longer than it should, with what to look for in the logs. */
export const AnomalyList = ({ anomalies, total }: AnomalyListProps) => (
  <ul className="divide-y divide-line text-small tabular-nums">
    {anomalies.map(({ model, instance, seconds, threshold_seconds, at, trace_id }) => (
      <li key={`${at} ${model} ${trace_id}`} className="flex min-h-9 flex-wrap items-center gap-x-3 gap-y-1 py-1">
        <span className="text-ink-strong">{formatHour(at)}</span>
        {model !== null && <InlineName name={model} />}
        <span>
          {formatSpan(seconds)}, {formatSpan(threshold_seconds)} at most
        </span>
        {instance !== null && instance !== 'default' && <span className="text-ink-muted">on {instance}</span>}
        {trace_id !== null && (
          <span className="ml-auto phone:ml-0">
            <CopyButton text={trace_id}>Copy trace id</CopyButton>
          </span>
        )}
      </li>
    ))}
    {total > anomalies.length && (
      <li className="py-2 text-ink-muted">
        {anomalies.length === 0
          ? 'They are'
          : `The newest ${anomalies.length} of ${formatCount(total)}; the others are`}{' '}
        too old to be listed.
      </li>
    )}
  </ul>
)
