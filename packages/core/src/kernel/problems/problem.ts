import { type Problem, problems } from '@ollama-dashboard/contracts'
import { DashboardError } from '../errors.ts'

/** The document of a failure, for what keeps it or sends it on: without the link of a sign-in, which is for admins. */
export function problemOf(error: unknown, traceId: string): Problem {
  const known = error instanceof DashboardError ? error : unknownFailure(error)
  const { status, title } = problems[known.code]
  const { prompt_too_long, service_failed } = known.details
  const problem = {
    type: `urn:ollama-dashboard:problem:${known.code}`,
    title,
    status,
    detail: known.message,
    code: known.code,
    ...(known.hint !== undefined && { hint: known.hint }),
    trace_id: traceId,
    ...(known.fieldErrors !== undefined && { errors: [...known.fieldErrors] }),
    ...(prompt_too_long && { ...metricsOfNoReply, ...prompt_too_long }),
    ...(known.code === 'service_failed' && { output: [...(service_failed?.output ?? [])] }),
  }
  // A failure has the details of its code.
  return problem as Problem
}

/** The metrics members of a request that got no reply. */
const metricsOfNoReply = {
  time_to_first_token_ms: null,
  tokens_per_second: null,
  completion_tokens: null,
  load_seconds: null,
  context_used_percent: null,
  prompt_truncated: false,
} as const

/** What is not known tells nothing of the inside. */
export const unknownFailure = (cause: unknown): DashboardError =>
  new DashboardError('internal', 'Internal error.', {
    hint: 'Try again. If it persists, look up the trace ID in the dashboard log.',
    cause,
  })
