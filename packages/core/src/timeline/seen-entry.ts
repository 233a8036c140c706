import type { TimelineEntry } from '@ollama-dashboard/contracts'
import { namesOnlySeen } from '../events/seen-event.ts'
import { type Actor, keyIdOf } from '../kernel/call-context.ts'
import { seenOf, sees } from '../kernel/rights/sees.ts'
import type { Placed } from './timeline-source.ts'

/** An entry as an actor may know of it; null for one that it may not. */
export function seenEntry(actor: Actor, { entry, scope = {} }: Pick<Placed, 'entry' | 'scope'>): TimelineEntry | null {
  if (actor.grant === null) return entry
  const { instance, model, by, detail, speeds } = entry
  if (!sees(actor, { instance: instance ?? undefined, model: model ?? undefined })) return null
  if (scope.models?.some((one) => !sees(actor, { model: one }))) return null
  // How many models there are is told by nothing but its words.
  if (scope.isOfAll && actor.grant.models && by !== keyIdOf(actor)) return null
  return {
    ...entry,
    detail: detail === null || namesOnlySeen(actor, detail) ? detail : null,
    speeds: [...seenOf(actor, speeds, (speed) => speed)],
  }
}
