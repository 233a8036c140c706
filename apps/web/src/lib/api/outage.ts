import { useQuery } from '@tanstack/react-query'
import { runningQuery } from '../queries/models.ts'
import { useInstance } from './use-instance.ts'

/** Who does not answer: what the page shows is then the last that is known. */
export interface Outage {
  readonly of: 'dashboard' | 'ollama'
  /** When that was fetched, milliseconds since the epoch; NaN if unknown. */
  readonly knownAt: number
}

/** Null while everything answers, and before the first answer. */
export function useOutage(): Outage | null {
  const { data, error, dataUpdatedAt } = useQuery({
    ...runningQuery(useInstance()),
    select: ({ stale, fetched_at }) => (stale ? Date.parse(fetched_at ?? '') : null),
  })
  if (error !== null && data !== undefined) return { of: 'dashboard', knownAt: dataUpdatedAt }
  return typeof data === 'number' ? { of: 'ollama', knownAt: data } : null
}

/** Why nothing can be done with models now, as controls tell it; null where it can. */
export function useUnavailable(): string | null {
  const outage = useOutage()
  if (!outage) return null
  return outage.of === 'dashboard' ? "Can't reach the dashboard" : 'Ollama is unreachable'
}
