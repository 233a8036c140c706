import { DashboardError } from '../errors.ts'
import { currentTrace, type Trace, withTrace } from './trace-context.ts'

/** In OpenTelemetry's names. Never a prompt, a reply, a key, or an address with credentials. What is null is left out. */
export type SpanAttributes = Readonly<Record<string, string | number | boolean | readonly string[] | null | undefined>>

export interface SpanOptions {
  /** `internal` when absent. */
  readonly kind?: 'internal' | 'server' | 'client'
  readonly attributes?: SpanAttributes
  /** Milliseconds since the epoch; now when absent. */
  readonly startedAt?: number
}

/** A part of the work for a request, as a collector of traces shows it: how long it took, and how it went. */
export interface Span {
  /** For what is asked of others on its behalf. */
  readonly traceparent: string
  readonly isEnded: boolean
  /** Begins a part of this one; also after the end of this one. */
  begin(name: string, options?: SpanOptions): Span
  set(attributes: SpanAttributes): void
  /** Marks it as failed, with a code of an error. */
  fail(code: string): void
  /** Milliseconds since the epoch; now when absent. Only the first end counts. */
  end(endedAt?: number): void
}

/** Begins spans that have no other one around them. Core gets them with the trace of a call. */
export interface Tracer {
  /** As a part of the caller's trace, or of a new one where it has none. */
  begin(name: string, options: SpanOptions & { readonly caller: Trace | null }): Span
}

/** The span around what runs now; null where nobody collects any, or it has ended: work that goes on is no part of it. */
export function currentSpan(): Span | null {
  const span = currentTrace()?.span
  return span && !span.isEnded ? span : null
}

/** Does a part of the work for a request. It costs next to nothing where nobody collects spans. */
export function inSpan<T>(name: string, options: () => SpanOptions, work: () => Promise<T>): Promise<T> {
  return currentSpan() === null ? work() : inSpanOf(currentTrace(), name, options, work)
}

/** As `inSpan`, as part of a given trace. */
export function inSpanOf<T>(
  trace: Trace | null,
  name: string,
  options: () => SpanOptions,
  work: () => Promise<T>,
): Promise<T> {
  const span = trace?.span?.begin(name, options())
  if (!trace || !span) return trace ? withTrace(trace, work) : work()
  const ended = async () => {
    try {
      return await work()
    } catch (error) {
      failSpan(span, error)
      throw error
    } finally {
      span.end()
    }
  }
  return withTrace({ ...trace, traceparent: span.traceparent, span }, ended)
}

/** A caller who leaves is no failure. The message of an error may hold anything: only its code is told. */
export function failSpan(span: Span, error: unknown): void {
  if (error instanceof DashboardError) span.fail(error.code)
  else if (!(error instanceof Error && error.name === 'AbortError')) span.fail('internal')
}
