import type { ServiceLogSource } from '@ollama-dashboard/contracts'

/** A line as it was written, without its end. */
export interface RawLine {
  readonly text: string
  /** Milliseconds since the epoch, where the keeper of the log says when it came. */
  readonly at: number | null
}

export interface LogReading {
  /** How many of the newest lines come first. */
  readonly lines: number
  /** Whether what is written from then on follows, until the signal aborts. */
  readonly follow: boolean
  readonly signal: AbortSignal
}

/** Where the log of one Ollama server is kept. */
export interface LogSource extends ServiceLogSource {
  /** What a person types to read it. */
  readonly command: string
  /** Oldest first, as many at once as come together. Throws LogUnreadable. */
  read(reading: LogReading): AsyncIterable<readonly RawLine[]>
}

/** The log is there, perhaps, but not for this user. */
export class LogUnreadable extends Error {
  override readonly name = 'LogUnreadable'
}

/** Longer lines are cut where they are read, so that no line can fill the memory. */
export const maxLineLength = 4096
