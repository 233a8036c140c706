import type { SpeedChange } from '@ollama-dashboard/contracts'
import type { SimulatedPast } from '@ollama-dashboard/ollama-sim'

/** In the demo a new version of Ollama made one model slower. */
const slowModel = 'qwen3:14b'
const factor = 0.84
const dayMs = 86_400_000

export const slowerSince = (now: number): number => now - 2 * dayMs

/** How fast a reply was, by when it was and of which model. */
export const speedOf = ({ model, endedAt, tokensPerSecond }: SimulatedPast['requests'][number], now: number): number =>
  model === slowModel && endedAt >= slowerSince(now) ? tokensPerSecond * factor : tokensPerSecond

/** The medians before and after, of models with enough replies. */
export function slowed({ requests }: SimulatedPast, instance: string, now: number): SpeedChange[] {
  return [...Map.groupBy(requests, ({ model }) => model)].flatMap(([model, all]) => {
    const [before, after] = [false, true].map((isAfter) =>
      medianOf(
        all
          .filter(({ failed, endedAt }) => !failed && endedAt >= slowerSince(now) === isAfter)
          .map((one) => speedOf(one, now)),
      ),
    )
    if (before == null) return []
    const change = after == null ? null : Math.round((after / before - 1) * 1000) / 10
    return [{ instance, model, before, after: after ?? null, change_percent: change }]
  })
}

/** Null of less than ten. */
function medianOf(speeds: readonly number[]): number | null {
  if (speeds.length < 10) return null
  return Number((speeds.toSorted((a, b) => a - b)[speeds.length >> 1] ?? 0).toPrecision(3))
}
