import type { Alert, Severity } from '@ollama-dashboard/contracts'

const order: readonly Severity[] = ['critical', 'warning', 'info']

/** The worst first, then the newest. */
export const byUrgency = (alerts: readonly Alert[]): Alert[] =>
  alerts.toSorted(
    (a, b) =>
      order.indexOf(a.severity) - order.indexOf(b.severity) || Date.parse(b.started_at) - Date.parse(a.started_at),
  )
