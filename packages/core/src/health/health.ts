import type { Health, HealthComponent, HealthState } from '@ollama-dashboard/contracts'
import { type Clock, timestamp } from '../kernel/clock.ts'
import type { Finding, HealthCheck } from '../kernel/finding.ts'

export interface HealthOptions {
  /** What each subject contributes, in the order in which it is told. */
  readonly checks: readonly HealthCheck[]
  readonly clock: Clock
  readonly version: string
}

/** Judges every part each time it is asked, and remembers since when each judgement holds. */
export function createHealth({ checks, clock, version }: HealthOptions): () => Health {
  const startedAt = clock.now()
  const elapsedAtStart = clock.elapsed()
  const judged = new Map<string, { status: HealthState; since: number }>()

  function component({ name, status, detail, checkedAt }: Finding): HealthComponent {
    const before = judged.get(name)
    // Nobody asked before: what is well has been so since the start.
    const first = status === 'healthy' ? startedAt : clock.now()
    const since = before ? (before.status === status ? before.since : clock.now()) : first
    judged.set(name, { status, since })
    return {
      name,
      status,
      detail,
      since: timestamp(since),
      checked_at: checkedAt === null ? null : timestamp(checkedAt),
    }
  }

  return () => {
    const findings = checks.flatMap((check) => check())
    const components = findings.map(component)
    for (const name of judged.keys()) if (!findings.some((finding) => finding.name === name)) judged.delete(name)
    return {
      status: worst(components),
      components,
      uptime_seconds: Math.round((clock.elapsed() - elapsedAtStart) / 1000),
      version,
    }
  }
}

/** A dashboard without Ollama still does its own work: it is degraded, and only a failure of its own makes it unhealthy. */
function worst(components: readonly HealthComponent[]): HealthState {
  const own = components.filter(({ name }) => !name.startsWith('ollama:') && !name.startsWith('collector:'))
  if (own.some(({ status }) => status === 'unhealthy')) return 'unhealthy'
  return components.every(({ status }) => status === 'healthy') ? 'healthy' : 'degraded'
}
