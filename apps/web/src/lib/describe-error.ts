import { ApiError } from '@ollama-dashboard/client'

export interface ErrorDescription {
  readonly title: string
  readonly hint: string | null
  readonly traceId: string | null
  /** All of it as text, for whoever is asked for help. */
  readonly details: string
}

/** What happened, what to do, and what to quote. */
export function describeError(error: unknown): ErrorDescription {
  if (error instanceof ApiError) {
    const { problem, retryAfterSeconds } = error
    const wait = retryAfterSeconds === null ? null : `Try again in ${Math.ceil(retryAfterSeconds)} s.`
    return {
      title: problem.detail,
      hint: problem.hint ?? wait,
      traceId: problem.trace_id,
      details: JSON.stringify(problem, null, 2),
    }
  }
  const title = error instanceof Error ? error.message : 'Something went wrong on this page.'
  return { title, hint: 'Check that the dashboard runs.', traceId: null, details: title }
}
