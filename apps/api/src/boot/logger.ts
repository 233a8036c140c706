import type { Hide } from '@ollama-dashboard/core'
import { type DestinationStream, type Logger, pino } from 'pino'

export interface LoggerOptions {
  readonly level: string
  readonly hide: Hide
  /** Standard error when absent. */
  readonly destination?: DestinationStream
  /** What a JSON line is written as; itself when absent. */
  readonly pretty?: ((line: string) => string) | null
}

/** JSON lines. Times are RFC 3339 and levels are words, so that people can read them too. */
export const createLogger = ({ level, hide, destination, pretty }: LoggerOptions): Logger =>
  pino(
    {
      level,
      base: null,
      // Whatever writes a line, and whoever sent what is in it.
      hooks: { streamWrite: pretty ? (line) => pretty(hide(line)) : hide },
      timestamp: isoTime(),
      formatters: { level: (label) => ({ level: label }) },
    },
    destination ?? standardError(),
  )

let opened: ReturnType<typeof pino.destination> | null = null

/**
 * Standard output is for the person who started the program. Lines are written several at a time, at the latest after a
 * fifth of a second or when the process ends, and in order: one stream is for all loggers of the process.
 */
function standardError(): DestinationStream {
  opened ??= pino.destination({ dest: 2, sync: false, minLength: 12_288, periodicFlush: 200 })
  return opened
}

/** As pino's own, made once per millisecond: a busy server writes several lines in one. */
function isoTime(): () => string {
  let madeAt = 0
  let made = ''
  return () => {
    const now = Date.now()
    if (now !== madeAt) {
      madeAt = now
      made = `,"time":"${new Date(now).toISOString()}"`
    }
    return made
  }
}
