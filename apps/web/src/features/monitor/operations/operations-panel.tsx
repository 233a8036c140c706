import type { Anomaly, OperationStatistics, Operations } from '@ollama-dashboard/contracts'
import { Timer } from 'lucide-react'
import { useOpenCards } from '../../../lib/hooks/use-open-cards.ts'
import { Empty } from '../../../ui/empty.tsx'
import { FigureHead } from '../../../ui/figure-head.tsx'
import { Panel } from '../../../ui/panel.tsx'
import { hoursWords } from '../period.ts'
import { OperationCard } from './operation-card.tsx'
import { OperationRow } from './operation-row.tsx'

/** How each kind of operation went, and what took too long. */
export function OperationsPanel({ operations }: { readonly operations: Operations }) {
  const all = operations.operations
  const { open, toggle } = useOpenCards()
  const foldOf = (key: string) => ({ isOpen: open.has(key), onToggle: () => toggle(key) })
  return (
    <Panel
      title="Operations"
      aside={<p className="text-small text-ink-muted">seconds, {hoursWords[operations.range]}</p>}
    >
      {all.length === 0 ? (
        <Empty icon={Timer} title="Nothing was done yet">
          Starts, stops, pulls and chats are counted here, with how long they took.
        </Empty>
      ) : (
        <>
          <div className="overflow-x-auto phone:hidden">
            <table className="w-full border-collapse">
              <caption className="sr-only">Operations, in seconds</caption>
              <FigureHead first="Operation" columns={columns} words={['Anomalies']} />
              <tbody className="divide-y divide-line tabular-nums">
                {all.map((one) => (
                  <OperationRow
                    key={one.operation}
                    one={one}
                    anomalies={anomaliesOf(operations, one)}
                    {...foldOf(one.operation)}
                  />
                ))}
              </tbody>
            </table>
          </div>
          <div className="hidden phone:block">
            {all.map((one, index) => (
              <OperationCard
                key={one.operation}
                one={one}
                anomalies={anomaliesOf(operations, one)}
                isLast={index === all.length - 1}
                {...foldOf(one.operation)}
              />
            ))}
          </div>
        </>
      )}
    </Panel>
  )
}

const columns = ['Total', 'Succeeded', 'Rate, %', 'p50', 'p95', 'p99', 'Max', 'Anomalies'] as const

const anomaliesOf = ({ anomalies }: Operations, { operation }: OperationStatistics): readonly Anomaly[] =>
  anomalies.filter((one) => one.operation === operation)
