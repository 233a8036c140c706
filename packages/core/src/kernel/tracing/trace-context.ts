import { AsyncLocalStorage } from 'node:async_hooks'
import { randomUUID } from 'node:crypto'
import type { Span } from './span.ts'

/** Where something stands in a trace. Source: W3C Trace Context. */
export interface Trace {
  /** What is asked of Ollama carries this header. */
  readonly traceparent: string
  /** The caller's own header of that name, which goes where `traceparent` goes. */
  readonly tracestate?: string
  /** Where somebody collects spans. */
  readonly span?: Span
}

/** Where something stands in a trace, for a process that has none of its spans. */
export type StoredTrace = Omit<Trace, 'span'>

export const storedTrace = ({ traceparent, tracestate }: Trace): StoredTrace => ({
  traceparent,
  ...(tracestate !== undefined && { tracestate }),
})

const storage = new AsyncLocalStorage<Trace | null>()

/** Runs something as part of a trace. */
export const withTrace = <T>(trace: Trace, run: () => T): T => storage.run(trace, run)

/** As `withTrace`, where nothing but this header is known. */
export const withTraceparent = <T>(traceparent: string, run: () => T): T => withTrace({ traceparent }, run)

/** For what is begun during a request and is no part of it, such as the next look at something that is watched. */
export const outsideTrace = <T>(run: () => T): T => storage.run(null, run)

export const currentTrace = (): Trace | null => storage.getStore() ?? null

/** Trace id for problem documents; empty outside a trace. */
export const currentTraceId = (): string => currentTrace()?.traceparent.split('-')[1] ?? ''

/** 32 hex digits. */
export function newTraceId(): string {
  const id = randomUUID()
  return id.slice(0, 8) + id.slice(9, 13) + id.slice(14, 18) + id.slice(19, 23) + id.slice(24)
}

/** A span of its own within a trace, sampled unless `flags` say otherwise. Source: W3C Trace Context, 3.2. */
export const newTraceparent = (traceId = newTraceId(), flags = '01'): string =>
  `00-${traceId}-${newTraceId().slice(0, 16)}-${flags}`
