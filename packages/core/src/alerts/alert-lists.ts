import type { Alert, AlertState, Alerts, Severity } from '@ollama-dashboard/contracts'
import { severities } from '@ollama-dashboard/contracts'
import type { Actor, CallContext } from '../kernel/call-context.ts'
import { sees } from '../kernel/rights/sees.ts'
import type { AlertBook } from './alert-book.ts'
import { fromCursor, toCursor } from './alert-cursor.ts'
import type { AlertMessages } from './alert-messages.ts'
import type { AlertRepository } from './alert-repository.ts'
import type { KnownAlert } from './alert-table.ts'
import { subjectFor } from './mutes/mute-book.ts'

export interface AlertQuery {
  readonly severity?: Severity | undefined
  readonly source?: string | undefined
  readonly state?: AlertState | undefined
  readonly limit?: number | undefined
  readonly before?: string | undefined
}

export interface AlertListsOptions {
  readonly repository: () => AlertRepository
  readonly book: () => AlertBook
  readonly messages: () => AlertMessages
}

/** Reads alerts as an actor may know of them. What reads resolved ones throws `storage_unavailable`. */
export function createAlertLists({ repository, book, messages }: AlertListsOptions) {
  const firingFor = (actor: Actor): readonly KnownAlert[] =>
    book()
      .all()
      .filter((alert) => alert.state === 'firing' && sees(actor, subjectFor(alert)))
      .toSorted((a, b) => (comesBefore(a.started_at, a.id, b.started_at, b.id) ? -1 : 1))

  /** What of resolved alerts an actor sees, and how many there are. */
  async function resolvedFor(actor: Actor) {
    const counts = await repository().countResolved()
    const seen = counts.filter((one) => sees(actor, subjectFor(one)))
    const count = seen.reduce((sum, one) => sum + one.count, 0)
    return { count, subjects: seen.length === counts.length ? undefined : seen }
  }

  async function shown(alerts: readonly KnownAlert[]): Promise<Alert[]> {
    const deliveries = await messages().deliveryOf(alerts.map(({ id }) => id))
    return alerts.map((alert) => {
      const { delivery, ...rest } = book().shown(alert)
      return { ...rest, delivery: rest.muted_until === null ? (deliveries.get(alert.id) ?? delivery) : 'none' }
    })
  }

  const isAskedFor =
    ({ severity, source }: AlertQuery) =>
    (alert: KnownAlert) =>
      (severity === undefined || alert.severity === severity) && (source === undefined || alert.source === source)

  async function page(actor: Actor, query: AlertQuery, seen: Awaited<ReturnType<typeof resolvedFor>>) {
    const { limit = 20, state, severity, source } = query
    const before = query.before === undefined ? null : fromCursor(query.before)
    const firing =
      state === 'resolved' || before?.state === 'resolved'
        ? []
        : firingFor(actor)
            .filter(isAskedFor(query))
            .filter((one) => !before || comesBefore(before.at, before.id, one.started_at, one.id))
    const found = firing.slice(0, limit + 1)
    const rest = limit + 1 - found.length
    if (state !== 'firing' && rest > 0 && seen.subjects?.length !== 0) {
      const place = before?.state === 'resolved' ? before : undefined
      const resolved = { severity, source, subjects: seen.subjects, before: place, limit: rest }
      found.push(...(await repository().resolved(resolved)))
    }
    const alerts = found.slice(0, limit)
    const last = found.length > limit ? alerts.at(-1) : undefined
    const at = last?.resolved_at ?? last?.started_at ?? ''
    return { alerts: await shown(alerts), next: last ? toCursor({ state: last.state, at, id: last.id }) : null }
  }

  function countsOf(actor: Actor, resolved: number): Alerts['counts'] {
    const firing = firingFor(actor)
    const of = (severity: Severity) => firing.filter((alert) => alert.severity === severity).length
    const [info, warning, critical] = severities.map(of)
    const by_severity = { info: info ?? 0, warning: warning ?? 0, critical: critical ?? 0 }
    return { total: firing.length + resolved, firing: firing.length, by_severity }
  }

  return {
    firing: ({ actor }: Pick<CallContext, 'actor'>): Alert[] => firingFor(actor).map(book().shown),
    async list({ actor }: CallContext, query: AlertQuery): Promise<Alerts> {
      const seen = await resolvedFor(actor)
      return { ...(await page(actor, query, seen)), counts: countsOf(actor, seen.count) }
    },
    async summary({ actor }: CallContext) {
      const seen = await resolvedFor(actor)
      const { alerts } = await page(actor, { limit: 5 }, seen)
      return { ...countsOf(actor, seen.count), recent: alerts }
    },
    shown: async (alert: KnownAlert): Promise<Alert | undefined> => (await shown([alert]))[0],
  }
}

/** Newest first; of one time, by id. */
const comesBefore = (at: string, id: string, otherAt: string, otherId: string): boolean =>
  at === otherAt ? id > otherId : at > otherAt
