import type { ErrorCode, FieldError, Problem } from '@ollama-dashboard/contracts'

/** The API answered, and the answer was a failure: its problem document, read. */
export class ApiError extends Error {
  override readonly name = 'ApiError'
  readonly problem: Problem
  /** How long to wait before asking again, when the API said so. */
  readonly retryAfterSeconds: number | null

  constructor(problem: Problem, retryAfterSeconds: number | null = null) {
    super(problem.detail)
    this.problem = problem
    this.retryAfterSeconds = retryAfterSeconds
  }

  get code(): ErrorCode {
    return this.problem.code
  }
  get status(): number {
    return this.problem.status
  }
  get hint(): string | null {
    return this.problem.hint ?? null
  }
  get traceId(): string {
    return this.problem.trace_id
  }
  get fieldErrors(): readonly FieldError[] {
    return this.problem.errors ?? []
  }
}

/** The API did not answer, not in time, or not with something this client understands. */
export class TransportError extends Error {
  override readonly name = 'TransportError'
  /** HTTP status of a response that did not come from the API, such as a proxy's page; null if there was no response. */
  readonly status: number | null
  /** The next step a person can take. */
  readonly hint: string | null

  constructor(message: string, options: ErrorOptions & { readonly status?: number; readonly hint?: string } = {}) {
    super(message, options)
    this.status = options.status ?? null
    this.hint = options.hint ?? null
  }
}

/** Whether a value is a problem document of the API. */
export function isProblem(value: unknown): value is Problem {
  if (typeof value !== 'object' || value === null) return false
  const { code, detail, status } = value as Partial<Problem>
  return typeof code === 'string' && typeof detail === 'string' && typeof status === 'number'
}
