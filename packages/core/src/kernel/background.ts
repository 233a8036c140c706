import type { Clock } from './clock.ts'
import type { Finding, Metric } from './contributions.ts'
import { DashboardError } from './errors.ts'

/** How often some work failed since the start, and when last, in milliseconds since the epoch. */
export interface WorkFailures {
  readonly work: string
  readonly count: number
  readonly lastAt: number
}

/** Work that no caller waits for: its failures are noted here, since nobody else would see them. */
export interface Background {
  /** Counts a failure that nobody foresaw, and reports it; the same one is reported once a minute. Never throws. */
  failed(work: string, error: unknown): void
  /**
   * Resolves when the work has ended, with whether it succeeded. A DashboardError is foreseen and told elsewhere, by the state of the
   * storage or of a server, and an abort is wanted; everything else is `failed`.
   */
  settle(work: string, promise: Promise<unknown>): Promise<boolean>
  failures(): readonly WorkFailures[]
  readonly metrics: readonly Metric[]
  /** What failed within the last hour. */
  health(): readonly Finding[]
}

export interface BackgroundOptions {
  readonly clock: Clock
  readonly report?: (error: unknown) => void
}

const reportAgainMs = 60_000
const recentMs = 3_600_000

/** Lives as long as the process. `report` gets each unexpected failure, the same one at most once a minute. */
export function createBackground({ clock, report }: BackgroundOptions): Background {
  const failures = new Map<string, WorkFailures & { readonly reported: string; readonly reportedAt: number }>()

  function failed(work: string, error: unknown) {
    const now = clock.now()
    const before = failures.get(work)
    const text = String(error instanceof Error ? error.message : error)
    const isKnown = before?.reported === text && now - before.reportedAt < reportAgainMs
    const reportedAt = isKnown ? before.reportedAt : now
    failures.set(work, { work, count: (before?.count ?? 0) + 1, lastAt: now, reported: text, reportedAt })
    if (!isKnown) report?.(error)
  }

  const counts: Metric = {
    type: 'counter',
    name: 'ollama_dashboard_background_failures_total',
    help: 'Unexpected failures of background work; details are in the log',
    labelNames: ['work'],
    samples: () => [...failures.values()].map(({ work, count: value }) => ({ labels: { work }, value })),
  }

  return {
    failed,
    metrics: [counts],
    async settle(work, promise) {
      try {
        await promise
        return true
      } catch (error) {
        if (!isForeseen(error)) failed(work, error)
        return false
      }
    },
    failures: () => [...failures.values()].map(({ work, count, lastAt }) => ({ work, count, lastAt })),
    health() {
      const now = clock.now()
      const recent = [...failures.values()].filter(({ lastAt }) => now - lastAt < recentMs)
      if (recent.length === 0) {
        return [{ name: 'background', status: 'healthy', detail: 'No failures in the last hour.', checkedAt: now }]
      }
      const checkedAt = Math.max(...recent.map(({ lastAt }) => lastAt))
      const works = recent.map(({ work, count }) => `${work} (${count} since start)`).join(', ')
      return [{ name: 'background', status: 'degraded', detail: `Failed: ${works}. See the log.`, checkedAt }]
    },
  }
}

const isForeseen = (error: unknown): boolean =>
  error instanceof DashboardError || (error instanceof Error && error.name === 'AbortError')
