import type { HealthComponent } from '@ollama-dashboard/contracts'
import { useQuery } from '@tanstack/react-query'
import clsx from 'clsx'
import { CircleCheck, CircleHelp, OctagonAlert, TriangleAlert } from 'lucide-react'
import { useOutage } from '../../lib/api/outage.ts'
import { formatAgo, formatSpan } from '../../lib/format.ts'
import { componentName } from '../../lib/health-words.ts'
import { useNow } from '../../lib/hooks/use-now.ts'
import { healthQuery } from '../../lib/queries/server.ts'
import { NotRead } from '../../parts/problem-note.tsx'
import { Badge } from '../../ui/badge.tsx'
import { Panel } from '../../ui/panel.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { issuesOf } from './health-issues.ts'

/** The checks that are not healthy, with since when and why; one quiet line when all are. */
export function HealthPanel() {
  const { data, dataUpdatedAt } = useQuery(healthQuery)
  // What the dashboard said before it went away says nothing of now.
  const isLastKnown = useOutage()?.of === 'dashboard'
  const now = useNow()
  const unwell = issuesOf(data?.components ?? [])
  const count = `${unwell.length || 'no'} ${unwell.length === 1 ? 'issue' : 'issues'}`
  return (
    <Panel
      title="Health"
      aside={
        data &&
        !isLastKnown &&
        unwell.length > 0 && <Badge look={unwell[0]?.status === 'unhealthy' ? 'broken' : 'attention'}>{count}</Badge>
      }
    >
      {!data && isLastKnown && <NotRead className="px-(--pad) py-3" />}
      {!data && !isLastKnown && <Skeleton className="mx-(--pad) my-3 h-5" />}
      {data && isLastKnown && (
        <p className="flex items-center gap-2.5 px-(--pad) py-3 text-ink-muted">
          <CircleHelp aria-hidden className="size-4 flex-none text-ink-faint" />
          Unknown. Last check {formatAgo(new Date(dataUpdatedAt).toISOString(), now)}: {count}
        </p>
      )}
      {data && !isLastKnown && unwell.length === 0 && (
        <p className="flex items-center gap-2.5 px-(--pad) py-3 text-ink-muted">
          <CircleCheck aria-hidden className="size-4 flex-none text-ok-text" />
          All systems operational · {data.components.length} checks passed
        </p>
      )}
      <ul className={clsx('divide-y divide-line', isLastKnown && unwell.length > 0 && 'border-t border-line')}>
        {unwell.map((part) => (
          <Issue key={part.name} part={part} isLastKnown={isLastKnown} now={now} />
        ))}
      </ul>
    </Panel>
  )
}

interface IssueProps {
  readonly part: HealthComponent
  readonly isLastKnown: boolean
  readonly now: number
}

function Issue({ part, isLastKnown, now }: IssueProps) {
  const isUnhealthy = part.status === 'unhealthy'
  const Icon = isUnhealthy ? OctagonAlert : TriangleAlert
  const colour = isLastKnown ? 'text-ink-faint' : isUnhealthy ? 'text-broken-text' : 'text-attention-text'
  return (
    <li className="grid grid-cols-[1rem_minmax(0,1fr)] gap-2.5 px-(--pad) py-3">
      <Icon aria-label={isUnhealthy ? 'Unhealthy' : 'Degraded'} className={clsx('mt-0.5 size-4', colour)} />
      <div className="min-w-0">
        <p className={clsx('font-medium', isLastKnown ? 'text-ink-muted' : 'text-ink-strong')}>
          {componentName(part.name)}
        </p>
        <p className="text-small wrap-anywhere text-ink-muted">
          {part.detail} For {formatSpan(Math.max(0, now - Date.parse(part.since)) / 1000)}.
        </p>
      </div>
    </li>
  )
}
