import type { Outcome } from './engine/inference.ts'

const NS_PER_MS = 1e6

/** Metrics as they go over the wire: whole nanoseconds, and nothing where there is a zero. */
export function counters(loadMs: number, outcome: Outcome): Readonly<Record<string, number>> {
  const total = loadMs + outcome.slotWaitMs + outcome.promptMs + outcome.evalMs
  return withoutZeros({
    total_duration: nanoseconds(total + OVERHEAD_MS),
    load_duration: nanoseconds(loadMs + WARM_LOAD_MS),
    prompt_eval_count: outcome.promptTokens,
    prompt_eval_duration: nanoseconds(outcome.promptMs),
    eval_count: outcome.evalTokens,
    eval_duration: nanoseconds(outcome.evalMs),
  })
}

// What a handler takes besides, and what finding a loaded model takes.
const OVERHEAD_MS = 1.9
const WARM_LOAD_MS = 1.1

export const nanoseconds = (ms: number): number => Math.round(ms * NS_PER_MS)

export function withoutZeros(values: Readonly<Record<string, number>>): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== 0))
}

/** RFC 3339 with the nanoseconds Go writes. */
export function goTime(ms: number): string {
  return new Date(ms).toISOString().replace('Z', '482193Z')
}
