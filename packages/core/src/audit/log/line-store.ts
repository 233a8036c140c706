import type { Head } from './audit-line.ts'

/** Lines that stand one after the other in one file. */
export interface LineBatch {
  /** Name of the file, without its folder. */
  readonly file: string
  /** Number of the first of them in the file, from 1. */
  readonly firstLine: number
  /** With their newlines. */
  readonly lines: readonly Buffer[]
}

/** Where the lines of the log stand. Reading sees what was appended before it began. */
export interface LineStore extends AsyncDisposable {
  /** What the next line has to continue. Throws `audit_unavailable` where that is not known. */
  head(): Promise<Head>
  /**
   * Resolves when the lines, of which the last has this head, are on the disk. Where that cannot be, none of them stays,
   * and it throws `audit_unavailable`. One call at a time.
   */
  append(lines: string, head: Head): Promise<void>
  /** What the first line continues that is there. */
  readonly origin: Head
  /** Null, or null later, where lines can be written as far as anybody can tell. Throws `audit_unavailable`. */
  expectWritable(): Promise<void> | null
  /** Oldest first. Throws the signal's reason, and `audit_unavailable`. */
  forward(signal: AbortSignal): AsyncGenerator<LineBatch, void, void>
  /** Newest first, those alone that come before an entry with this number. Throws as `forward` does. */
  backward(signal: AbortSignal, before: number): AsyncGenerator<Buffer, void, void>
  /** Why lines cannot be written; null while they can. */
  readonly failure: StoreFailure | null
  /** What somebody else did to the files since the start, as a sentence; null for nothing. */
  readonly disturbance: string | null
}

export interface StoreFailure {
  /** As part of a sentence, without a path. */
  readonly reason: string
  /** Milliseconds since the epoch. */
  readonly since: number
}
