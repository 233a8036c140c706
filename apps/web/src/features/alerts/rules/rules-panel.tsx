import type { AlertRule } from '@ollama-dashboard/contracts'
import { useQuery } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { lazy, Suspense, useRef, useState } from 'react'
import { useMissing } from '../../../lib/api/use-permission.ts'
import { useListBox } from '../../../lib/hooks/use-list-box.ts'
import { useOpenCards } from '../../../lib/hooks/use-open-cards.ts'
import { loadPart } from '../../../lib/load-part.ts'
import { rulesQuery } from '../../../lib/queries/alerts.ts'
import { ReadProblem } from '../../../parts/problem-note.tsx'
import { Button } from '../../../ui/button.tsx'
import { Panel } from '../../../ui/panel.tsx'
import { SkeletonRows } from '../../../ui/skeleton.tsx'
import { TableHead } from '../../../ui/table-head.tsx'
import { RuleCard } from './rule-card.tsx'
import { columns, RuleRow, tracks } from './rule-row.tsx'

const RuleDialog = lazy(() =>
  loadPart(() => import('./rule-dialog.tsx')).then(({ RuleDialog }) => ({ default: RuleDialog })),
)

/** In rem: below that the columns have no room. */
const tableWidth = 40

/** What makes an alert, and how it stands. */
export function RulesPanel({ unavailable }: { readonly unavailable: string | null }) {
  const { data: rules, error, isFetching, refetch } = useQuery({ ...rulesQuery, select: ({ rules }) => rules })
  const needsAdd = useMissing('alerts.addRule')
  /** The rule that is edited; null for a new one, undefined for none. */
  const [edited, edit] = useState<AlertRule | null | undefined>()
  const box = useRef<HTMLDivElement>(null)
  const { width } = useListBox(box)
  const { open, toggle } = useOpenCards()
  const isCards = width < tableWidth
  return (
    <Panel
      title="Rules"
      end={
        <Button
          look="quiet"
          size="small"
          icon={Plus}
          needs={needsAdd}
          unavailable={unavailable}
          className="-mr-2"
          onClick={() => edit(null)}
        >
          New rule
        </Button>
      }
    >
      {!rules && error && (
        <ReadProblem error={error} isBusy={isFetching} retry={() => void refetch()} className="p-(--pad)" />
      )}
      {!rules && !error && <SkeletonRows rows={9} />}
      <div ref={box}>
        {rules && width > 0 && (
          // biome-ignore lint/a11y/useAriaPropsSupportedByRole: both roles take a label
          <div role={isCards ? 'list' : 'table'} aria-label="Alert rules">
            {!isCards && <TableHead tracks={tracks} columns={columns} />}
            <div role={isCards ? 'presentation' : 'rowgroup'} className="divide-y divide-line">
              {rules.map((rule) =>
                isCards ? (
                  <div role="listitem" key={rule.id}>
                    <RuleCard
                      rule={rule}
                      isOpen={open.has(rule.id)}
                      unavailable={unavailable}
                      onToggle={toggle}
                      onEdit={edit}
                    />
                  </div>
                ) : (
                  <RuleRow key={rule.id} rule={rule} unavailable={unavailable} onEdit={edit} />
                ),
              )}
            </div>
          </div>
        )}
      </div>
      <Suspense fallback={null}>
        {edited !== undefined && <RuleDialog rule={edited} onClose={() => edit(undefined)} />}
      </Suspense>
    </Panel>
  )
}
