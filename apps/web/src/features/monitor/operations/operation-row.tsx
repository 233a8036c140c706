import type { Anomaly, OperationStatistics } from '@ollama-dashboard/contracts'
import { ChevronDown } from 'lucide-react'
import { formatCount } from '../../../lib/format.ts'
import { Status } from '../../../ui/status.tsx'
import { AnomalyList } from './anomaly-list.tsx'
import { formatRate, formatSeconds, operationName } from './operation-names.ts'

export interface OperationRowProps {
  readonly one: OperationStatistics
  readonly anomalies: readonly Anomaly[]
  readonly isOpen: boolean
  readonly onToggle: () => void
}

/** One kind of operation in figures; its anomalies open below it. */
export function OperationRow({ one, anomalies, isOpen, onToggle }: OperationRowProps) {
  const { operation, total, succeeded, success_rate_percent: rate, seconds } = one
  const cells = [
    formatCount(total),
    formatCount(succeeded),
    formatRate(rate),
    formatSeconds(seconds.p50),
    formatSeconds(seconds.p95),
    formatSeconds(seconds.p99),
    formatSeconds(seconds.max),
  ]
  return (
    <>
      <tr className="[&>td]:h-(--row) [&>td]:px-(--pad) [&>td]:text-right [&>td]:whitespace-nowrap">
        <th scope="row" className="px-(--pad) text-left font-medium whitespace-nowrap text-ink-strong">
          {operationName(operation)}
        </th>
        {cells.map((cell, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the columns are always the same
          <td key={index}>{cell}</td>
        ))}
        <td className="text-left!">
          {one.anomalies === 0 ? (
            <span className="text-ink-faint">None</span>
          ) : (
            <button
              type="button"
              aria-expanded={isOpen}
              onClick={onToggle}
              className="inline-flex items-center gap-1 rounded-inner"
            >
              <Status kind="attention">{anomalyWords(one)}</Status>
              <ChevronDown
                aria-hidden
                className={`size-3.5 text-ink-faint transition-transform ${isOpen ? 'rotate-180' : ''}`}
              />
            </button>
          )}
        </td>
      </tr>
      {isOpen && one.anomalies > 0 && (
        <tr className="bg-sunken">
          <td colSpan={cells.length + 2} className="px-(--pad) py-1">
            <AnomalyList anomalies={anomalies} total={one.anomalies} />
          </td>
        </tr>
      )}
    </>
  )
}

/** "1 over 30 s" */
export const anomalyWords = ({ anomalies, threshold_seconds: threshold }: OperationStatistics): string =>
  threshold === null ? formatCount(anomalies) : `${formatCount(anomalies)} over ${threshold} s`
