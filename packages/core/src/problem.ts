import { type Problem, problems } from '@ollama-dashboard/contracts'
import { DashboardError } from './errors.ts'

/** The document of a failure, for what keeps it or sends it on. */
export function problemOf(error: unknown, traceId: string): Problem {
  const known = error instanceof DashboardError ? error : unknownFailure(error)
  const { status, title } = problems[known.code]
  return {
    type: `urn:ollama-dashboard:problem:${known.code}`,
    title,
    status,
    detail: known.message,
    code: known.code,
    ...(known.hint !== undefined && { hint: known.hint }),
    trace_id: traceId,
    ...(known.fieldErrors !== undefined && { errors: [...known.fieldErrors] }),
    ...known.overflow,
  }
}

/** What is not known tells nothing of the inside. */
export const unknownFailure = (cause: unknown): DashboardError =>
  new DashboardError('internal', 'Something went wrong on our side.', {
    hint: 'Try again; if it stays, look for the trace id in the log of the dashboard.',
    cause,
  })
