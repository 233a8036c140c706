import { DashboardError } from '../errors.ts'
import { coalesce } from '../serial.ts'
import { currentSpan, inSpan } from '../tracing/span.ts'
import { outsideTrace } from '../tracing/trace-context.ts'
import type { CollectorOptions } from './collector-options.ts'
import { failedReading, nothingRead, type Reading, readingOf } from './reading.ts'

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

/** After a failure: 2, 4, 8, then every 10 s. These attempts are also the probe that finds Ollama back. */
const backOffMs = (failures: number) => Math.min(1000 * 2 ** failures, 10_000)

/** How often at most it is looked whether another process still reads for this one. */
const lookMs = 2000

/**
 * Asks for one thing again and again, at most one request at a time, and keeps the last good answer through failures.
 */
export function createCollector<T>(options: CollectorOptions<T>): Collector<T> {
  const { clock, name, others } = options
  let reading: Reading<T> = nothingRead
  // When the question was asked that is answered by it, here or by another process.
  let begunAt = Number.NEGATIVE_INFINITY
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
      if (others?.isReadElsewhere()) schedule(Math.max(interval(), lookMs))
      else void outsideTrace(asking.current)
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
    const startedAt = clock.elapsed()
    const { signal } = givenUp
    let next: Reading<T>
    try {
      const value = await options.fetch(signal)
      if (signal.aborted) return begunAnew()
      next = readingOf(value, clock.now())
    } catch (error) {
      if (signal.aborted) return begunAnew()
      if (!(error instanceof DashboardError)) options.onUnexpected?.(error)
      next = failedReading(reading, error, clock.now())
    }
    const tookMs = clock.elapsed() - startedAt
    options.onAttempt?.(name, tookMs / 1000, next.error)
    if (take(next, startedAt)) others?.tell(reading, tookMs, interval())
    return reading
  }

  /** False where the answer to a later question is known. */
  function take(next: Reading<T>, askedAt: number): boolean {
    if (askedAt < begunAt) return false
    const before = reading
    begunAt = askedAt
    reading = next
    try {
      options.onReading?.(reading, before)
    } catch (error) {
      // The reading is good, and the next one has to come.
      options.onUnexpected?.(error)
    }
    return true
  }

  function hear(next: Reading<T>, tookMs: number) {
    if (isClosed || !take(next, clock.elapsed() - tookMs)) return
    askedAt = clock.elapsed()
    schedule(interval())
  }

  function look() {
    watchedUntil = clock.elapsed() + watchedForMs
    if (reading.triedAt !== null) hurry()
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
  const ask = () => void outsideTrace(asking.current)
  const stopListening = others?.listen({ current: () => reading, hear, ask, watched: look })

  return {
    name,
    reads,
    current: () => reading,
    async read() {
      look()
      others?.tellWatched()
      if (reading.triedAt === null) {
        reads.misses += 1
        return asking.current()
      }
      reads.hits += 1
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
      begunAt = clock.elapsed()
      return asking.current()
    },
    [Symbol.dispose]() {
      isClosed = true
      stopListening?.()
      givenUp.abort()
      cancelTimer?.()
    },
  }
}
