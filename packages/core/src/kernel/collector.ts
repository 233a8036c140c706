import type { Clock } from './clock.ts'
import { DashboardError } from './errors.ts'
import { coalesce } from './serial.ts'
import { currentSpan, inSpan } from './span.ts'
import { outsideTrace } from './trace-context.ts'

/** The last good answer and how things stand since. The same object stays until the next attempt ends. */
export interface Reading<T> {
  readonly value: T | null
  /** Milliseconds since the epoch; null before the first good answer. */
  readonly fetchedAt: number | null
  /** Why the last attempt failed; null when it did not. */
  readonly error: DashboardError | null
  /** Attempts that failed since the last good one. */
  readonly failures: number
  readonly triedAt: number | null
}

export type OnAttempt = (collector: string, seconds: number, error: DashboardError | null) => void

export interface CollectorOptions<T> {
  readonly name: string
  readonly fetch: (signal: AbortSignal) => Promise<T>
  readonly intervalMs: number
  /** The interval while somebody looks: a read within the last `watchedForMs`. */
  readonly watchedIntervalMs: number
  readonly clock: Clock
  readonly onReading?: (reading: Reading<T>, before: Reading<T>) => void
  /** Told of each attempt that ended, and how many seconds it took. It must not throw. */
  readonly onAttempt?: OnAttempt
  /** Told of failures that nobody foresaw: of what is not a DashboardError, and of `onReading` itself. */
  readonly onUnexpected?: (error: unknown) => void
}

/** How reads were answered since the start: by what was known, or by asking. */
export interface Reads {
  readonly hits: number
  readonly misses: number
}

export interface Collector<T> extends Disposable {
  readonly name: string
  readonly reads: Reads
  /** What is known now, without asking anybody. */
  current(): Reading<T>
  /**
   * What is known, and at once; only the very first read waits for Ollama. Tells the collector that somebody looks, so
   * that it asks more often for a while. Never rejects: a failure is part of the reading.
   */
  read(): Promise<Reading<T>>
  /** As `read`, but asks now: by a request that begins after this call, so that it shows what the caller just changed. */
  refresh(): Promise<Reading<T>>
  start(): void
  /** Gives up the attempt under way, forgets what is known, and resolves with what it is told anew. Never rejects. */
  restart(): Promise<Reading<T>>
  /** Asks at least so often until the returned function is called. */
  watch(everyMs: number): () => void
}

export const watchedForMs = 15_000

const nothingRead = { value: null, fetchedAt: null, error: null, failures: 0, triedAt: null } as const

/** After a failure: 2, 4, 8, then every 10 s. These attempts are also the probe that finds Ollama back. */
const backOffMs = (failures: number) => Math.min(1000 * 2 ** failures, 10_000)

/**
 * Asks for one thing again and again, at most one request at a time, and keeps the last good answer through failures.
 */
export function createCollector<T>(options: CollectorOptions<T>): Collector<T> {
  const { clock, name } = options
  let reading: Reading<T> = nothingRead
  let isClosed = false
  let givenUp = new AbortController()
  let cancelTimer: (() => void) | null = null
  // When to ask next goes by the time that passes: the clock on the wall may be set back.
  let askedAt = Number.NEGATIVE_INFINITY
  let dueAt = Number.POSITIVE_INFINITY
  let watchedUntil = Number.NEGATIVE_INFINITY
  const watching = new Set<{ readonly everyMs: number }>()

  const interval = () => {
    const usual = clock.elapsed() < watchedUntil ? options.watchedIntervalMs : options.intervalMs
    if (reading.failures > 0) return backOffMs(reading.failures)
    return Math.min(usual, ...[...watching].map(({ everyMs }) => everyMs))
  }

  function schedule(ms: number) {
    if (isClosed || clock.elapsed() + ms >= dueAt) return
    cancelTimer?.()
    dueAt = clock.elapsed() + ms
    cancelTimer = clock.after(ms, () => {
      dueAt = Number.POSITIVE_INFINITY
      void outsideTrace(asking.current)
    })
  }

  /** The next attempt comes as soon as the interval has it now. */
  const hurry = () => schedule(Math.max(0, askedAt + interval() - clock.elapsed()))

  const asking = coalesce(async () => {
    try {
      return await attempt()
    } finally {
      askedAt = clock.elapsed()
      schedule(interval())
    }
  })

  async function attempt(): Promise<Reading<T>> {
    const before = reading
    const startedAt = clock.elapsed()
    const { signal } = givenUp
    try {
      const value = await options.fetch(signal)
      if (signal.aborted) return begunAnew()
      const now = clock.now()
      reading = { value, fetchedAt: now, error: null, failures: 0, triedAt: now }
    } catch (error) {
      if (signal.aborted) return begunAnew()
      if (!(error instanceof DashboardError)) options.onUnexpected?.(error)
      reading = { ...before, error: asDashboardError(error), failures: before.failures + 1, triedAt: clock.now() }
    }
    options.onAttempt?.(name, (clock.elapsed() - startedAt) / 1000, reading.error)
    try {
      options.onReading?.(reading, before)
    } catch (error) {
      // The reading is good, and the next one has to come.
      options.onUnexpected?.(error)
    }
    return reading
  }

  /** It takes no time: the span tells that nobody was asked, and how old the answer is. */
  function noteHit() {
    const age = reading.fetchedAt === null ? null : clock.now() - reading.fetchedAt
    const attributes = { 'ollama_dashboard.cache.hit': true, 'ollama_dashboard.cache.age_ms': age }
    currentSpan()?.begin(`cache ${name}`, { attributes }).end()
  }

  /** Whoever waits for an attempt that was given up, waits for the one in its place. */
  const begunAnew = (): Promise<Reading<T>> | Reading<T> => (isClosed ? reading : attempt())

  const reads = { hits: 0, misses: 0 }

  return {
    name,
    reads,
    current: () => reading,
    async read() {
      watchedUntil = clock.elapsed() + watchedForMs
      if (reading.triedAt === null) {
        reads.misses += 1
        return asking.current()
      }
      reads.hits += 1
      hurry()
      noteHit()
      return reading
    },
    watch(everyMs) {
      const watcher = { everyMs }
      watching.add(watcher)
      if (reading.triedAt !== null) hurry()
      return () => void watching.delete(watcher)
    },
    refresh() {
      reads.misses += 1
      return inSpan(`cache ${name}`, () => ({ attributes: { 'ollama_dashboard.cache.hit': false } }), asking.next)
    },
    start: () => void asking.current(),
    restart() {
      givenUp.abort()
      givenUp = new AbortController()
      reading = nothingRead
      return asking.current()
    },
    [Symbol.dispose]() {
      isClosed = true
      givenUp.abort()
      cancelTimer?.()
    },
  }
}

const asDashboardError = (error: unknown): DashboardError =>
  error instanceof DashboardError
    ? error
    : new DashboardError('internal', 'The response could not be read.', { cause: error })
