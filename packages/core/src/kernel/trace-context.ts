import { AsyncLocalStorage } from 'node:async_hooks'
import { randomUUID } from 'node:crypto'

const storage = new AsyncLocalStorage<string>()

/** Runs something as part of a trace: what it asks of Ollama carries this W3C `traceparent`. */
export const withTraceparent = <T>(traceparent: string, run: () => T): T => storage.run(traceparent, run)

export const currentTraceparent = (): string | undefined => storage.getStore()

/** Trace id for problem documents; empty outside a trace. */
export const currentTraceId = (): string => currentTraceparent()?.split('-')[1] ?? ''

/** 32 hex digits. */
export function newTraceId(): string {
  const id = randomUUID()
  return id.slice(0, 8) + id.slice(9, 13) + id.slice(14, 18) + id.slice(19, 23) + id.slice(24)
}

/** A span of its own within a trace, sampled unless `flags` say otherwise. Source: W3C Trace Context, 3.2. */
export const newTraceparent = (traceId = newTraceId(), flags = '01'): string =>
  `00-${traceId}-${newTraceId().slice(0, 16)}-${flags}`
