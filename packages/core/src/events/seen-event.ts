import type { DashboardEvent } from '@ollama-dashboard/contracts'
import type { Actor } from '../kernel/call-context.ts'
import { sees } from '../kernel/rights/sees.ts'
import { seesJob } from '../kernel/rights/sees-job.ts'
import type { EventBus } from './event-bus.ts'

/** An event as an actor may know of it; null for one that it may not. */
export function seenEvent(actor: Actor, event: DashboardEvent): DashboardEvent | null {
  if (actor.grant === null) return event
  const { type, instance, model, detail, job } = event
  const isOfSettings = type.startsWith('settings.')
  // How many models something was saved for is told by no more than the words of it.
  if (isOfSettings && model === undefined && actor.grant.models) return null
  if (!sees(actor, { model })) return null
  if (job && !seesJob(actor, job)) return null
  // Settings are of a name on whichever server, and their events name any.
  if (instance !== undefined && !sees(actor, { instance })) return isOfSettings ? withoutInstance(event) : null
  if (detail === undefined || instance === undefined || namesOnlySeen(actor, detail)) return event
  const { detail: _, ...rest } = event
  return rest
}

const withoutInstance = ({ instance: _, ...event }: DashboardEvent): DashboardEvent => event

/** Texts name models in quotation marks, such as the one that another was copied from. */
export const namesOnlySeen = (actor: Actor, text: string): boolean =>
  text.matchAll(/"([^"]+)"/g).every(([, model]) => sees(actor, { model }))

/** Newest first; as many as are asked for, of those that an actor may know of. */
export const recentFor = (actor: Actor, events: Pick<EventBus, 'recent'>, limit: number): readonly DashboardEvent[] =>
  actor.grant === null
    ? events.recent(limit)
    : events
        .recent(Number.POSITIVE_INFINITY)
        .flatMap((event) => seenEvent(actor, event) ?? [])
        .slice(0, limit)
