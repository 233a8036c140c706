import type { Severity } from '@ollama-dashboard/contracts'
import { readText } from '../../lib/address-search.ts'

/** Which alerts the page shows, so that its address can be kept and sent. */
export interface AlertsSearch {
  /** Absent: all. */
  readonly severity?: Severity
  /** Id of the alert that a link leads to. */
  readonly alert?: string
}

const severities = ['critical', 'warning', 'info'] as const satisfies readonly Severity[]

/** What makes sense of an address; the rest of it is ignored. */
export function readAlertsSearch(search: Record<string, unknown>): AlertsSearch {
  const severity = severities.find((one) => one === search['severity'])
  const alert = readText(search['alert'], 64)
  return { ...(severity && { severity }), ...(alert !== undefined && { alert }) }
}
