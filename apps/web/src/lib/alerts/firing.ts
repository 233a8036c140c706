import type { Alert, Alerts, Severity } from '@ollama-dashboard/contracts'
import { useQuery } from '@tanstack/react-query'
import { useMissing } from '../api/use-permission.ts'
import { firingQuery } from '../queries/firing.ts'

/** What calls for somebody now. What is muted does not, though it goes on. */
export interface Firing {
  readonly alerts: readonly Alert[]
  readonly count: number
  /** Of the worst of them; null where there is none. */
  readonly worst: Severity | null
}

const severities: readonly Severity[] = ['critical', 'warning', 'info']

export function firingOf({ alerts, counts }: Pick<Alerts, 'alerts' | 'counts'>): Firing {
  const loud = alerts.filter(({ muted_until }) => muted_until === null)
  return {
    alerts: loud,
    // More than one answer lists.
    count: loud.length + Math.max(0, counts.firing - alerts.length),
    worst: severities.find((one) => loud.some(({ severity }) => severity === one)) ?? null,
  }
}

/** Undefined until it is known, and for whoever may not see alerts. */
export function useFiring(): Firing | undefined {
  const isAllowed = useMissing('alerts.list') === null
  return useQuery({ ...firingQuery, enabled: isAllowed, select: firingOf }).data
}

/** Whether it is still being found out for the first time. */
export function useIsFiringAwaited(): boolean {
  const isAllowed = useMissing('alerts.list') === null
  return useQuery({ ...firingQuery, enabled: isAllowed }).isLoading
}
