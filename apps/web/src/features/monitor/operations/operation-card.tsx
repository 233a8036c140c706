import { formatCount } from '../../../lib/format.ts'
import { CardFact, CardFacts, FoldingCard } from '../../../ui/folding-card.tsx'
import { Status } from '../../../ui/status.tsx'
import { AnomalyList } from './anomaly-list.tsx'
import { formatRate, formatSeconds, operationName } from './operation-names.ts'
import { anomalyWords, type OperationRowProps } from './operation-row.tsx'

/** One kind of operation where there is little room. */
export function OperationCard({
  one,
  anomalies,
  isOpen,
  isLast,
  onToggle,
}: OperationRowProps & { readonly isLast: boolean }) {
  const { operation, total, succeeded, success_rate_percent: rate, seconds } = one
  return (
    <FoldingCard
      isOpen={isOpen}
      isLast={isLast}
      onToggle={onToggle}
      name={<span className="font-medium text-ink-strong">{operationName(operation)}</span>}
      mark={
        one.anomalies === 0 ? <Status kind="ok">Normal</Status> : <Status kind="attention">{anomalyWords(one)}</Status>
      }
      line={
        <span className="col-span-2 flex flex-wrap gap-x-4 text-small text-ink-muted tabular-nums">
          <Fact value={formatCount(total)}>in all</Fact>
          <Fact value={`${formatRate(rate)} %`}>succeeded</Fact>
          <span>
            p95 <b className="font-medium text-ink-strong">{formatSeconds(seconds.p95)} s</b>
          </span>
        </span>
      }
    >
      <CardFacts>
        <CardFact label="Succeeded">
          {formatCount(succeeded)} of {formatCount(total)}
        </CardFact>
        <CardFact label="p50">{formatSeconds(seconds.p50)} s</CardFact>
        <CardFact label="p99">{formatSeconds(seconds.p99)} s</CardFact>
        <CardFact label="Longest">{formatSeconds(seconds.max)} s</CardFact>
      </CardFacts>
      {one.anomalies > 0 && (
        <div className="border-t border-line px-(--pad) py-1">
          <AnomalyList anomalies={anomalies} total={one.anomalies} />
        </div>
      )}
    </FoldingCard>
  )
}

const Fact = ({ value, children }: { readonly value: string; readonly children: string }) => (
  <span>
    <b className="font-medium text-ink-strong">{value}</b> {children}
  </span>
)
