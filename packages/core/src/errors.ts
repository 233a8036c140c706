import type { ErrorCode, FieldError } from '@ollama-dashboard/contracts'

export interface DashboardErrorOptions extends ErrorOptions {
  /** The next step a person can take. */
  readonly hint?: string
  /** When asking again makes sense; becomes `Retry-After`. */
  readonly retryAfterSeconds?: number
  readonly fieldErrors?: readonly FieldError[]
}

/**
 * A failure that the caller is meant to see: a stable code, and a message that says what happened. It never holds a
 * secret, a prompt, a path or an upstream URL. Anything else that is thrown becomes `internal`.
 */
export class DashboardError extends Error {
  override readonly name = 'DashboardError'
  readonly code: ErrorCode
  readonly hint: string | undefined
  readonly retryAfterSeconds: number | undefined
  readonly fieldErrors: readonly FieldError[] | undefined

  constructor(code: ErrorCode, message: string, options: DashboardErrorOptions = {}) {
    super(message, options)
    this.code = code
    this.hint = options.hint
    this.retryAfterSeconds = options.retryAfterSeconds
    this.fieldErrors = options.fieldErrors
  }
}
