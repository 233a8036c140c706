import { stripVTControlCharacters } from 'node:util'
import type { ServiceLogLine } from '@ollama-dashboard/contracts'
import { timestamp } from '../../kernel/clock.ts'
import type { RawLine } from './log-source.ts'

type Level = ServiceLogLine['level']

/** A line as far as its form is known. */
export interface ReadLine {
  readonly at: string | null
  readonly level: Level
  /** One line, without colours and control characters. */
  readonly text: string
  /** Whether Ollama wrote it, by its own form, and not a runner or a library. */
  readonly isStructured: boolean
}

const levels: Readonly<Record<string, Level>> = {
  TRACE: 'debug',
  DEBUG: 'debug',
  INFO: 'info',
  WARN: 'warn',
  ERROR: 'error',
}

/**
 * `time=… level=INFO source=… msg=…` of Go's slog, and `[GIN] 2026/11/30 - 15:54:21 | 200 | …` of its web server. Both
 * tell the time; that of a request is local and names no zone, so that the keeper's counts.
 */
export function readLine({ text: written, at }: RawLine): ReadLine {
  const text = stripVTControlCharacters(written)
    .replace(/\p{Cc}+/gu, ' ')
    .toWellFormed()
    .trimEnd()
  const kept = at === null ? null : timestamp(at)
  const [, time, level = ''] = /^time=(\S+) level=([A-Z]+)(?:[+-]\d+)? /.exec(text) ?? []
  if (time !== undefined) {
    const told = Date.parse(time)
    return {
      at: kept ?? (Number.isNaN(told) ? null : timestamp(told)),
      level: levels[level] ?? null,
      text,
      isStructured: true,
    }
  }
  const [, status] = /^\[GIN\] [^|]*\| *(\d{3}) \|/.exec(text) ?? []
  if (status !== undefined) {
    const answered = Number(status)
    return { at: kept, level: answered >= 500 ? 'error' : answered >= 400 ? 'warn' : 'info', text, isStructured: true }
  }
  return { at: kept, level: levelOf(text), text, isStructured: false }
}

const levelOf = (text: string): Level =>
  /^(?:Error: |panic: |fatal error: )/.test(text) ? 'error' : /^\[GIN-debug\]/.test(text) ? 'debug' : null
