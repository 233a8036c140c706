import { isDemoId } from '../instances/instance.ts'
import { type Clock, timestamp } from '../kernel/clock.ts'
import { fineScale } from './log-scale.ts'
import type { ObservedPerformance } from './observed-performance.ts'
import type { SpeedRepository } from './speed-table.ts'

const hourMs = 3_600_000
/** What is compared is of the week before a change and of the one after it. */
const keptMs = 15 * 24 * hourMs

/** Counts beside it how fast replies were, as exactly as comparing them takes. Those of a simulated server are no measurement. */
export function withSpeeds(
  observed: ObservedPerformance,
  repository: SpeedRepository,
  clock: Clock,
): ObservedPerformance {
  let cleanedAt = Number.NEGATIVE_INFINITY
  return {
    ...observed,
    async note(one) {
      const now = clock.now()
      const speed = one.metrics?.tokens_per_second ?? null
      if (speed !== null && !isDemoId(one.instance.id)) {
        const hour = timestamp(Math.floor(now / hourMs) * hourMs)
        repository.add({ instance: one.instance.id, model: one.model, hour, bucket: fineScale.bucketOf(speed) })
        if (now - cleanedAt >= hourMs) {
          cleanedAt = now
          repository.removeBefore(timestamp(now - keptMs))
        }
      }
      await observed.note(one)
    },
  }
}
