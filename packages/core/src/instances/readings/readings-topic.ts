import { hash } from 'node:crypto'
import type { Clock } from '../../kernel/clock.ts'
import type { OtherReaders, Reader } from '../../kernel/collector/other-readers.ts'
import type { Replicas } from '../../replicas/replicas.ts'
import { readingOfTold, type ToldReading, toldOf } from './told-reading.ts'

export interface TopicOptions extends Pick<Replicas, 'link' | 'leader'> {
  readonly clock: Clock
  readonly publish: (told: ToldReading) => void
  /** Tells that somebody looks at it here. */
  readonly publishWatched: () => void
}

export interface ReadingsTopic<T> extends OtherReaders<T> {
  hear(told: ToldReading): void
  /** Somebody looks at it on another replica. */
  hearWatched(): void
  leaderChanged(): void
  /** What was told meanwhile may be lost. */
  restored(): void
}

/** A word that tells nothing new is said this often, so that the others know that there is somebody. */
const heartbeatMs = 2000
/** Words in a row that may be missing before a replica asks by itself. */
const mayBeMissing = 3
/** How often it is told that somebody looks; well within the time for which that holds. */
const watchedEveryMs = 5000
/** A list beyond this is not sent: the others ask for it when it has changed. */
const maxSentChars = 512 * 1024

const never = Number.NEGATIVE_INFINITY

/** One list of one server, as the replicas that read it speak of it. */
export function createReadingsTopic<T>({
  link,
  leader,
  clock,
  publish,
  publishWatched,
}: TopicOptions): ReadingsTopic<T> {
  let reader: Reader<T> | null = null
  let silentFrom = never
  let toldAt = never
  let watchToldAt = never
  /** What was told or heard last, which the others are taken to know. */
  let lastDigest: string | null = null
  let lastState: string | null = null
  let digested: { readonly value: T | null; readonly digest: string } | null = null

  function written(value: T | null) {
    const json = JSON.stringify(value)
    const digest = hash('sha256', json, 'base64url')
    digested = { value, digest }
    return { digest, isShort: json.length <= maxSentChars }
  }
  // A list may be long, and is the same object until it is read again.
  const digestOf = (value: T | null) => (digested?.value === value ? digested : written(value)).digest

  const stateOf = (digest: string, failures: number, message: string | undefined) =>
    JSON.stringify([digest, failures, message])

  function heard(of: Reader<T>, told: ToldReading) {
    silentFrom = clock.elapsed() + mayBeMissing * Math.max(told.nextMs, heartbeatMs)
    const own = of.current()
    // Another reaches it although we did not: whether it is back is for the one to find out who tells all of it.
    if (leader.isHeld() && own.failures > 0) return of.ask()
    lastDigest = told.digest
    lastState = stateOf(told.digest, told.failures, told.error?.message)
    const isSame = digestOf(own.value) === told.digest
    if (!isSame && told.value === undefined && !told.error) return of.ask()
    let { value } = own
    if (!isSame && told.value !== undefined) {
      value = told.value as T
      digested = { value, digest: told.digest }
    }
    of.hear(readingOfTold(told, value, clock.now()), told.tookMs)
  }

  return {
    isReadElsewhere: () => !leader.isHeld() && link.isUp() && clock.elapsed() < silentFrom,
    tell(reading, tookMs, nextMs) {
      // That one replica does not reach a server is no word about the server.
      if (!link.isUp() || (reading.error && !leader.isHeld())) return
      const { value, failures, error } = reading
      const { digest, isShort } = written(value)
      const state = stateOf(digest, failures, error?.message)
      if (state === lastState && clock.elapsed() - toldAt < heartbeatMs) return
      const isNew = digest !== lastDigest && isShort && value !== null
      toldAt = clock.elapsed()
      lastDigest = digest
      lastState = state
      publish({ ...toldOf(reading, clock.now()), digest, tookMs, nextMs, ...(isNew && { value }) })
    },
    tellWatched() {
      if (leader.isHeld() || clock.elapsed() - watchToldAt < watchedEveryMs) return
      watchToldAt = clock.elapsed()
      publishWatched()
    },
    listen(one) {
      reader = one
      return () => {
        reader = null
      }
    },
    hear(told) {
      if (reader) heard(reader, told)
    },
    hearWatched() {
      if (leader.isHeld()) reader?.watched()
    },
    leaderChanged() {
      // At once, so that the others hear somebody.
      if (leader.isHeld()) reader?.ask()
    },
    restored() {
      lastDigest = null
      lastState = null
    },
  }
}
