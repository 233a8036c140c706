import type { AlertRepository } from '../alerts/alert-repository.ts'

/** While a demo lasts, its alerts are of its server alone: they are kept in its past, and end with it. */
export function alertsWithPast(own: AlertRepository, past: AlertRepository, isOver: () => boolean): AlertRepository {
  const now = () => (isOver() ? own : past)
  return {
    save: (changes, confirm) => now().save(changes, confirm),
    resolve: (id, resolved) => now().resolve(id, resolved),
    current: () => now().current(),
    firing: (fingerprint) => now().firing(fingerprint),
    find: (id) => now().find(id),
    resolved: (query) => now().resolved(query),
    started: (...page) => now().started(...page),
    countResolved: () => now().countResolved(),
    removeResolvedBefore: (time, most) => now().removeResolvedBefore(time, most),
  }
}
