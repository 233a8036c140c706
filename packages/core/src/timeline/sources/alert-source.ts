import { sameModel, type TimelineEntry } from '@ollama-dashboard/contracts'
import type { AlertRepository } from '../../alerts/alert-repository.ts'
import type { KnownAlert } from '../../alerts/alert-table.ts'
import type { Placed, SourceQuery, TimelineSource } from '../timeline-source.ts'

/** Alerts where they began, with what they saw last; those that are over have an end. */
export const alertSource = (alerts: Pick<AlertRepository, 'started'>): TimelineSource => ({
  name: 'alerts',
  kinds: ['alert'],
  permission: 'alerts.list',
  async page(query) {
    const found: Placed[] = []
    let place = { at: query.before.at, id: query.before.key }
    while (found.length < query.limit) {
      const page = await alerts.started(query.from, place, query.limit)
      found.push(...page.flatMap((alert) => (isWanted(alert, query) ? [{ entry: entryOf(alert), key: alert.id }] : [])))
      const last = page.at(-1)
      if (!last || page.length < query.limit) break
      place = { at: last.started_at, id: last.id }
    }
    return found.slice(0, query.limit)
  },
})

const isWanted = (alert: KnownAlert, { instance, model }: SourceQuery): boolean =>
  (instance === undefined || alert.instance === null || alert.instance === instance) &&
  (model === undefined || (alert.model !== null && sameModel(alert.model, model)))

const entryOf = (alert: KnownAlert) =>
  ({
    id: `alert:${alert.id}`,
    at: alert.started_at,
    ended_at: alert.resolved_at,
    kind: 'alert',
    type: `alert.${alert.state}`,
    instance: alert.instance,
    model: alert.model,
    by: alert.resolved_by,
    detail: `${alert.title}. ${alert.description}`,
    severity: alert.severity,
    before: null,
    after: null,
    speeds: [],
  }) satisfies TimelineEntry
