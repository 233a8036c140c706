import type { ErrorCode, FieldError } from '@ollama-dashboard/contracts'

export interface DashboardErrorOptions extends ErrorOptions {
  /** The next step a person can take. */
  readonly hint?: string
  /** When asking again makes sense; becomes `Retry-After`. */
  readonly retryAfterSeconds?: number
  readonly fieldErrors?: readonly FieldError[]
  readonly overflow?: PromptOverflow
  /** Where an admin signs this Ollama in to ollama.com. It connects an account: nobody else may see it. */
  readonly signInUrl?: string
}

/** A prompt that is longer than the context, and what would hold it. Null: not known. */
export interface PromptOverflow {
  readonly prompt_tokens: number | null
  readonly context_length: number | null
  readonly context_needed: number | null
  readonly context_needed_fits: 'yes' | 'partly' | 'no' | null
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
  readonly overflow: PromptOverflow | undefined
  readonly signInUrl: string | undefined

  constructor(code: ErrorCode, message: string, options: DashboardErrorOptions = {}) {
    super(message, options)
    this.code = code
    this.hint = options.hint
    this.retryAfterSeconds = options.retryAfterSeconds
    this.fieldErrors = options.fieldErrors
    this.overflow = options.overflow
    this.signInUrl = options.signInUrl
  }
}
