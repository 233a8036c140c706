import type { DemoPast, PastSample } from '@ollama-dashboard/core'
import type { SimulatedPast } from '@ollama-dashboard/ollama-sim'

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const weekMs = 7 * 24 * hourMs

/** How often the host was sampled, from so long ago on: as often as a chart of that age can show. */
const sampled = [
  { agoMs: 365 * 24 * hourMs, everyMs: hourMs },
  { agoMs: 7 * 24 * hourMs, everyMs: 5 * minuteMs },
  { agoMs: 24 * hourMs, everyMs: minuteMs },
  { agoMs: hourMs, everyMs: 10_000 },
  { agoMs: 15 * minuteMs, everyMs: 2000 },
]

/** What the simulated machine was busy with. */
export const hostPast =
  (week: SimulatedPast): DemoPast =>
  ({ now, host }) =>
    host(samples(week, now))

function* samples(week: SimulatedPast, now: number): Generator<PastSample> {
  for (const [index, { agoMs, everyMs }] of sampled.entries()) {
    const untilMs = sampled[index + 1]?.agoMs ?? 0
    for (let ago = agoMs; ago > untilMs; ago -= everyMs)
      yield { at: now - ago, figures: week.hostAt(now - withinWeek(ago)) }
  }
}

/** Every week before it was like this one. */
const withinWeek = (ago: number): number => (ago > weekMs ? ago % weekMs : ago)
