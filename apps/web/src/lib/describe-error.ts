import { ApiError, TransportError } from '@ollama-dashboard/client'
import type { ErrorCode } from '@ollama-dashboard/contracts'

export interface ErrorDescription {
  readonly title: string
  readonly hint: string | null
  readonly traceId: string | null
  /** Where an admin signs Ollama in to ollama.com. */
  readonly signInUrl: string | null
  /** All of it as text, for somebody who is asked for help: without the link that would connect an account. */
  readonly details: string
}

/** What to do where nobody says it. */
const defaultHints: Partial<Record<ErrorCode, string>> = {
  ollama_error: 'Try again. If it happens again, check the Ollama log.',
}

/** What happened, what to do, and what to quote. */
export function describeError(error: unknown): ErrorDescription {
  if (error instanceof ApiError) {
    const { problem, retryAfterSeconds } = error
    const signInUrl = problem.code === 'cloud_sign_in_required' ? problem.sign_in_url : null
    const wait = retryAfterSeconds === null ? null : `Try again in ${Math.ceil(retryAfterSeconds)} s.`
    return {
      title: problem.detail,
      hint: problem.hint ?? wait ?? defaultHints[error.code] ?? null,
      traceId: problem.trace_id,
      signInUrl: signInUrl ?? null,
      details: JSON.stringify({ ...problem, sign_in_url: undefined }, null, 2),
    }
  }
  const title = error instanceof Error ? error.message : 'Something went wrong on this page.'
  const hint = error instanceof TransportError ? (error.hint ?? 'Check that the dashboard is running.') : null
  return { title, hint, traceId: null, signInUrl: null, details: title }
}
