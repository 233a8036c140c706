import { durationMs, type KeepAlive } from '@ollama-dashboard/contracts'
import type { Instance } from '../../instances/instance.ts'
import type { Clock } from '../../kernel/clock.ts'
import type { LoadedModel } from '../../ollama/ollama.ts'
import type { KnownRunners } from './runner-options.ts'

/** Ollama keeps a model "for ever" by adding some 292 years to now. */
const foreverMs = 50 * 365.25 * 24 * 3600 * 1000

/** Whether a model that leaves memory in that time is kept for ever. */
export const isForever = (remainingMs: number): boolean => remainingMs > foreverMs

/** Ollama unloads a model with the end of such a request. */
export const isZero = (keepAlive: KeepAlive | undefined): boolean =>
  keepAlive !== undefined && Number.parseFloat(String(keepAlive)) === 0

/** In milliseconds; Infinity for one that is never unloaded. */
export function keepAliveMs(keepAlive: KeepAlive): number {
  const ms = typeof keepAlive === 'number' ? keepAlive * 1000 : durationMs(keepAlive)
  return ms < 0 ? Number.POSITIVE_INFINITY : ms
}

/**
 * How long a model in memory is to stay, where somebody asked for it: this dashboard, or anybody for ever. Ollama forgets
 * it when the model is loaded anew for another context, and before 0.2.0 with each request that does not repeat it.
 * Source: `useLoadedRunner` and `load` in server/sched.go.
 */
export function keepAliveOf(
  instance: Instance,
  running: LoadedModel,
  runners: Pick<KnownRunners, 'keepAliveOf'>,
  clock: Clock,
): KeepAlive | undefined {
  const remainingMs = Date.parse(running.expiresAt ?? '') - clock.now()
  return isForever(remainingMs) ? -1 : runners.keepAliveOf(instance, running)
}
