import type { Severity } from '@ollama-dashboard/contracts'
import { Link } from '@tanstack/react-router'
import { byUrgency } from '../../../lib/alerts/by-urgency.ts'
import type { Firing } from '../../../lib/alerts/firing.ts'
import { Badge } from '../../../ui/badge.tsx'
import { Panel } from '../../../ui/panel.tsx'
import { AlertLine } from './alert-line.tsx'

const mostShown = 3
const looks: Readonly<Record<Severity, 'broken' | 'attention' | 'plain'>> = {
  critical: 'broken',
  warning: 'attention',
  info: 'plain',
}

export interface AlertsPanelProps {
  readonly firing: Firing
  /** Why nothing can be done now; null where it can. */
  readonly unavailable: string | null
}

/** What is wrong now, with what to do about it. */
export const AlertsPanel = ({ firing: { alerts, count, worst }, unavailable }: AlertsPanelProps) => (
  <Panel
    title="Alerts"
    aside={<Badge look={looks[worst ?? 'info']}>{count} firing</Badge>}
    end={
      <Link to="/alerts" className="touch-target font-medium text-accent-text hover:underline">
        {count > mostShown ? `All ${count}` : 'All'}
        <span className="sr-only"> alerts</span>
      </Link>
    }
  >
    <ul className="divide-y divide-line">
      {byUrgency(alerts)
        .slice(0, mostShown)
        .map((alert) => (
          <AlertLine key={alert.id} alert={alert} unavailable={unavailable} />
        ))}
    </ul>
  </Panel>
)
