import type { ErrorCode, FieldError, ProblemDetails } from '@ollama-dashboard/contracts'

export interface DashboardErrorOptions extends ErrorOptions {
  /** The next step a person can take. */
  readonly hint?: string
  /** When asking again makes sense; becomes `Retry-After`. */
  readonly retryAfterSeconds?: number
  readonly fieldErrors?: readonly FieldError[]
  readonly details?: FailureDetails
}

/** What only failures of one code tell, by that code. */
export interface FailureDetails {
  readonly prompt_too_long?: PromptOverflow
  /** Where an admin signs this Ollama in to ollama.com. It connects an account: nobody else may see it. */
  readonly cloud_sign_in_required?: ProblemDetails['cloud_sign_in_required']
  /** What was written by a server that did not start: for those alone who may start it. */
  readonly service_failed?: { readonly output: readonly string[] }
}

/** A prompt that is longer than the context, and what would hold it. Null: not known. */
export type PromptOverflow = Readonly<
  Pick<ProblemDetails['prompt_too_long'], 'prompt_tokens' | 'context_length' | 'context_needed' | 'context_needed_fits'>
>

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
  readonly details: FailureDetails

  constructor(code: ErrorCode, message: string, options: DashboardErrorOptions = {}) {
    super(message, options)
    this.code = code
    this.hint = options.hint
    this.retryAfterSeconds = options.retryAfterSeconds
    this.fieldErrors = options.fieldErrors
    this.details = options.details ?? {}
  }
}

/** What is read, or null where a person would be told why not: what is left unknown is no reason to tell nothing else. */
export async function orNull<T>(read: () => Promise<T>): Promise<T | null> {
  try {
    return await read()
  } catch (error) {
    if (error instanceof DashboardError) return null
    throw error
  }
}
