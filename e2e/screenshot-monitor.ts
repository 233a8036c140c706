import type { PerformanceHour, PerformanceSummary, ServerPerformance, StatsHistory } from '@ollama-dashboard/contracts'

const stepSeconds = 600
const hourSeconds = 3600

/** A day of a workstation: at night it sleeps, from nine on somebody works with it. Shares of one. */
const activity = [0, 0, 0, 0, 0, 0, 0, 0.1, 0.3, 0.8, 1, 0.9, 0.4, 0.7, 1, 0.9, 0.8, 0.5, 0.2, 0.1, 0.3, 0.4, 0.2, 0]

/** Between zero and one, always the same for the same seed. */
const noise = (seed: number): number => Math.abs(Math.sin(seed * 12.9898) * 43_758.5453) % 1

const timestamps = (count: number, step: number, now: number): readonly number[] =>
  Array.from({ length: count }, (_, index) => (Math.floor(now / step) - count + 1 + index) * step)

const isoOf = (seconds: number): string => new Date(seconds * 1000).toISOString()
const activityAt = (seconds: number): number => activity[new Date(seconds * 1000).getHours()] ?? 0

function spreadOf(avg: number, around: number) {
  const within = (value: number) => Math.round(Math.min(100, Math.max(0, value)) * 10) / 10
  return { min: within(avg - around), avg: within(avg), max: within(avg + around) }
}

/** The last day of the host; `now` in seconds since the epoch. */
export function statsOfDay(now: number): StatsHistory {
  const points = timestamps(144, stepSeconds, now).map((t) => {
    const busy = activityAt(t) * (0.5 + noise(t / stepSeconds) / 2)
    return {
      t: isoOf(t),
      cpu: spreadOf(4 + busy * 38, 2 + busy * 24),
      memory: spreadOf(22 + busy * 9, 1.5),
      vram: spreadOf(busy < 0.1 ? 4 : 41 + Math.round(busy * 2) * 20, 1),
      disk: spreadOf(58, 0),
    }
  })
  return { range: '24h', step_seconds: stepSeconds, points }
}

/** What its models were asked in that day, and how fast they were. */
export function performanceOfDay(now: number): ServerPerformance {
  const history = timestamps(24, hourSeconds, now).flatMap((t): PerformanceHour[] => {
    const requests = Math.round(activityAt(t) * (14 + noise(t) * 22))
    if (requests === 0) return []
    return [
      {
        t: isoOf(t),
        requests,
        errors: noise(t + 1) > 0.85 ? 1 : 0,
        prompt_tokens: requests * 900,
        completion_tokens: requests * 260,
        tokens_per_second: 58 + noise(t + 2) * 16,
        time_to_first_token_ms: 260 + noise(t + 3) * 420,
      },
    ]
  })
  const model = (name: string, requests: number, errors: number, figures: readonly number[], minutes: number) => {
    const [rate = 0, most = 0, first = 0, late = 0, load = 0] = figures
    return {
      model: name,
      requests,
      errors,
      tokens_per_second: { p50: rate, p95: most },
      time_to_first_token_ms: { p50: first, p95: late },
      load_seconds: { p50: load },
      last_used_at: isoOf(now - minutes * 60),
    } satisfies PerformanceSummary
  }
  return {
    range: '24h',
    history,
    models: [
      model('qwen3:14b', 187, 2, [63.2, 69.5, 340, 1210, 4.1], 6),
      model('llama3.2:3b', 92, 0, [149, 158, 91, 240, 1.3], 22),
      model('hf.co/unsloth/Qwen3-30B-A3B-Instruct-2507-GGUF:Q4_K_M', 41, 1, [43.2, 46.8, 812, 3400, 9.8], 190),
      model('gemma3:12b', 12, 0, [51.6, 54.1, 402, 980, 3.7], 400),
    ],
  }
}
