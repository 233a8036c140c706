import type { Instance } from '../instances/instance.ts'
import { type Clock, wait } from '../kernel/clock.ts'

const maxWaitMs = 5 * 60_000
const lookMs = 250

/** After a reboot the dashboard is often up before Ollama: resolves when that has answered, or was given enough time. */
export async function untilReachable(instance: Instance, clock: Clock, signal: AbortSignal): Promise<void> {
  const latest = clock.elapsed() + maxWaitMs
  while (!instance.reachable() && clock.elapsed() < latest) await wait(clock, lookMs, signal)
}
