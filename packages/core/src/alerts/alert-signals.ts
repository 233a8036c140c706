import type { Clock } from '../kernel/clock.ts'
import { unshared } from '../replicas/alone.ts'
import type { SharedLink } from '../replicas/shared-link.ts'

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
const channel = 'alert-signals'
/** What is told to other replicas waits so long, and of a second with more only so many are told. */
const tellMs = 1000
const mostTold = 200

type Told = { readonly [K in keyof Signals]: readonly [K, Signals[K]] }[keyof Signals]

/** Each replica knows what all of them note, whichever evaluates alerts. */
export function createAlertSignals(
  clock: Clock,
  link: Pick<SharedLink, 'isUp' | 'publish' | 'subscribe'> = unshared.link,
): AlertSignals {
  let untold: Told[] = []
  const kept: { [K in keyof Signals]: Signal<K>[] } = {
    refusal: [],
    attempt: [],
    slow: [],
    cut: [],
    reply: [],
  }

  function keep<K extends keyof Signals>(kind: K, signal: Signals[K]) {
    const list = kept[kind]
    list.push({ ...signal, at: clock.elapsed() })
    if (list.length > most) list.shift()
  }

  function tell() {
    link.publish(channel, untold)
    untold = []
  }

  link.subscribe(channel, (message) => {
    // Only replicas of ours publish there.
    for (const [kind, signal] of message as readonly Told[]) keep(kind, signal)
  })

  return {
    note(kind, signal) {
      keep(kind, signal)
      if (!link.isUp() || untold.length === mostTold) return
      if (untold.length === 0) clock.after(tellMs, tell)
      // A pair of a kind and its own signal, which TypeScript does not follow.
      untold.push([kind, signal] as unknown as Told)
    },
    within(kind, seconds) {
      const since = clock.elapsed() - seconds * 1000
      return kept[kind].filter(({ at }) => at > since)
    },
  }
}
