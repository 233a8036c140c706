import type { Reading } from './reading.ts'

/** Processes that read the same and tell each other, so that not each of them has to ask. */
export interface OtherReaders<T> {
  /** Whether one of them reads it for all, and was heard of lately: then nobody is asked here by itself. */
  isReadElsewhere(): boolean
  /** Tells them what an attempt of ours ended with, how long it took and in how many milliseconds the next one comes. */
  tell(reading: Reading<T>, tookMs: number, nextMs: number): void
  /** Tells the one that reads for all that somebody looks here. */
  tellWatched(): void
  /** Hears them; returns what ends it. */
  listen(reader: Reader<T>): () => void
}

/** One of the processes, as the others reach it. */
export interface Reader<T> {
  current(): Reading<T>
  /** Takes what another was answered, to a question that it asked that many milliseconds ago. */
  hear(reading: Reading<T>, tookMs: number): void
  /** Asks by itself, now. */
  ask(): void
  /** Asks as often as for somebody who looks here. */
  watched(): void
}
