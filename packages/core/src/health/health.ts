import type { Health, HealthComponent, HealthState } from '@ollama-dashboard/contracts'
import type { Actor } from '../kernel/call-context.ts'
import { type Clock, timestamp } from '../kernel/clock.ts'
import type { Finding, HealthCheck } from '../kernel/contributions.ts'
import { sees } from '../kernel/rights/sees.ts'

export interface HealthOptions {
  /** What each subject contributes, in the order in which it is told. */
  readonly checks: readonly HealthCheck[]
  readonly clock: Clock
  readonly version: string
}

export interface HealthWatch extends Disposable {
  /** How every part is now that an actor may know of, and since when it has been so. Waits for nothing. */
  read(actor: Actor): Health
}

/** How often every part is judged though nobody asks: so closely `since` is known. */
const judgeMs = 5000

/** Judges every part now and then until it is disposed, since the first to ask wants to know how long it has been so. */
export function createHealth({ checks, clock, version }: HealthOptions): HealthWatch {
  const startedAt = clock.now()
  const elapsedAtStart = clock.elapsed()
  const judged = new Map<string, { status: HealthState; since: number }>()

  function component({ name, status, detail, checkedAt }: Finding): HealthComponent {
    const before = judged.get(name)
    // Before the first judgement all was well, as far as anybody knew.
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

  let cancel = clock.after(judgeMs, judge)
  function judge() {
    try {
      readAll()
    } catch {
      // Whoever asks is told.
    }
    cancel = clock.after(judgeMs, judge)
  }

  function readAll() {
    const findings = checks.flatMap((check) => check())
    const judgements = findings.map((finding) => ({ finding, component: component(finding) }))
    const names = new Set(findings.map(({ name }) => name))
    for (const name of judged.keys()) if (!names.has(name)) judged.delete(name)
    return judgements
  }

  function read(actor: Actor): Health {
    const seen = readAll().filter(({ finding }) => isSeen(actor, finding))
    const components = seen.map((one) => one.component)
    return {
      status: worst(components),
      components,
      uptime_seconds: Math.round((clock.elapsed() - elapsedAtStart) / 1000),
      version,
    }
  }

  return { read, [Symbol.dispose]: () => cancel() }
}

const isSeen = (actor: Actor, { instance, countsModels = false }: Finding): boolean =>
  sees(actor, { instance }) && !(countsModels && actor.grant?.models)

/** A dashboard without Ollama still does its own work: it is degraded, and only a failure of its own makes it unhealthy. */
function worst(components: readonly HealthComponent[]): HealthState {
  const own = components.filter(({ name }) => !name.startsWith('ollama:') && !name.startsWith('collector:'))
  if (own.some(({ status }) => status === 'unhealthy')) return 'unhealthy'
  return components.every(({ status }) => status === 'healthy') ? 'healthy' : 'degraded'
}
