import type { HealthComponent } from '@ollama-dashboard/contracts'
import { useQuery } from '@tanstack/react-query'
import { useRef } from 'react'
import { useMissing } from '../../../lib/api/use-permission.ts'
import { useListBox } from '../../../lib/hooks/use-list-box.ts'
import { useNow } from '../../../lib/hooks/use-now.ts'
import { useOpenCards } from '../../../lib/hooks/use-open-cards.ts'
import { healthQuery } from '../../../lib/queries/server.ts'
import { ReadProblem } from '../../../parts/problem-note.tsx'
import { Badge } from '../../../ui/badge.tsx'
import { LockedNote } from '../../../ui/locked-note.tsx'
import { Panel } from '../../../ui/panel.tsx'
import { SkeletonRows } from '../../../ui/skeleton.tsx'
import { TableHead } from '../../../ui/table-head.tsx'
import { ComponentCard, ComponentRow, columns, tracks } from './component-row.tsx'

/** In rem: below that the columns have no room. */
const tableWidth = 40

/** How every part of the dashboard stands. Those that are not well come first. */
export function HealthPanel({ isLastKnown }: { readonly isLastKnown: boolean }) {
  const needs = useMissing('observability.health')
  const { data, error, isFetching, refetch } = useQuery({ ...healthQuery, enabled: needs === null })
  const now = useNow()
  const box = useRef<HTMLDivElement>(null)
  const { width } = useListBox(box)
  const { open, toggle } = useOpenCards()
  const isCards = width < tableWidth
  const components = byGravity(data?.components ?? [])
  const unwell = components.filter(({ status }) => status !== 'healthy')
  return (
    <Panel title="Health" aside={data && <Sum of={components.length} unwell={unwell} isLastKnown={isLastKnown} />}>
      {needs !== null && (
        <div className="p-2">
          <LockedNote>{needs.reason}.</LockedNote>
        </div>
      )}
      {needs === null && !data && error && (
        <ReadProblem error={error} isBusy={isFetching} retry={() => void refetch()} className="p-(--pad)" />
      )}
      {needs === null && !data && !error && <SkeletonRows rows={8} />}
      <div ref={box}>
        {data && width > 0 && (
          // biome-ignore lint/a11y/useAriaPropsSupportedByRole: both roles take a label
          <div role={isCards ? 'list' : 'table'} aria-label="Health of components">
            {!isCards && <TableHead tracks={tracks} columns={columns} />}
            <div role={isCards ? 'presentation' : 'rowgroup'} className="divide-y divide-line">
              {components.map((component) =>
                isCards ? (
                  <div role="listitem" key={component.name}>
                    <ComponentCard
                      component={component}
                      now={now}
                      isOld={isLastKnown}
                      isOpen={open.has(component.name)}
                      onToggle={toggle}
                    />
                  </div>
                ) : (
                  <ComponentRow key={component.name} component={component} now={now} isOld={isLastKnown} />
                ),
              )}
            </div>
          </div>
        )}
      </div>
    </Panel>
  )
}

interface SumProps {
  readonly of: number
  readonly unwell: readonly HealthComponent[]
  readonly isLastKnown: boolean
}

function Sum({ of, unwell, isLastKnown }: SumProps) {
  if (isLastKnown) return <Badge>Last known</Badge>
  if (unwell.length === 0) return <Badge look="ok">All {of} healthy</Badge>
  const isUnhealthy = unwell.some(({ status }) => status === 'unhealthy')
  return (
    <Badge look={isUnhealthy ? 'broken' : 'attention'}>
      {isUnhealthy ? 'Unhealthy' : 'Degraded'}, {unwell.length} of {of}
    </Badge>
  )
}

const ranks = { unhealthy: 0, degraded: 1, healthy: 2 } as const

const byGravity = (components: readonly HealthComponent[]): readonly HealthComponent[] =>
  components.toSorted((a, b) => ranks[a.status] - ranks[b.status])
