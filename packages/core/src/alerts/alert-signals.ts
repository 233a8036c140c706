import type { Clock } from '../kernel/clock.ts'

/** What happens at a moment and is told then: rules count it over time. */
export interface Signals {
  /** A request was refused because of its rate. */
  refusal: { readonly bucket: string }
  /** A request to a server was tried, and failed or not. */
  attempt: { readonly instance: string; readonly failed: boolean }
  slow: {
    readonly operation: string
    readonly instance: string | null
    readonly model: string | null
    readonly seconds: number
    readonly thresholdSeconds: number
  }
  /** A prompt was cut without a word. Tokens; null where they are not known. */
  cut: {
    readonly instance: string
    readonly model: string
    readonly promptTokens: number | null
    readonly contextLength: number | null
    readonly contextNeeded: number | null
  }
  reply: {
    readonly instance: string
    readonly failed: boolean
    readonly tokensPerSecond: number | null
    readonly firstTokenSeconds: number | null
  }
}

export type Signal<K extends keyof Signals> = Signals[K] & {
  /** As `Clock.elapsed` has it. */
  readonly at: number
}

/** Remembers what was signalled for a day, and of each kind the last thousand. */
export interface AlertSignals {
  note<K extends keyof Signals>(kind: K, signal: Signals[K]): void
  /** Oldest first. */
  within<K extends keyof Signals>(kind: K, seconds: number): readonly Signal<K>[]
}

const most = 1000

export function createAlertSignals(clock: Clock): AlertSignals {
  const kept: { [K in keyof Signals]: Signal<K>[] } = {
    refusal: [],
    attempt: [],
    slow: [],
    cut: [],
    reply: [],
  }
  return {
    note(kind, signal) {
      const list = kept[kind]
      list.push({ ...signal, at: clock.elapsed() })
      if (list.length > most) list.shift()
    },
    within(kind, seconds) {
      const since = clock.elapsed() - seconds * 1000
      return kept[kind].filter(({ at }) => at > since)
    },
  }
}
