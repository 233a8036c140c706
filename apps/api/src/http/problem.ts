import { type ErrorCode, type FieldError, type Problem, problems } from '@ollama-dashboard/contracts'
import { DashboardError, type FieldFailure, problemOf, unknownFailure } from '@ollama-dashboard/core'
import { fieldErrors } from './validation.ts'

/** The document of a known failure. Everything that is not known becomes `internal`, which tells nothing of the inside. */
export const toProblem = (error: unknown, traceId: string): Problem => problemOf(toDashboardError(error), traceId)

/** How long the body may be of an endpoint that takes none: `{}` is empty, with spaces too. */
export const emptyBodyBytes = 64

/** `bodyLimitBytes` is the endpoint's. */
export function toDashboardError(error: unknown, bodyLimitBytes?: number): DashboardError {
  if (error instanceof DashboardError) return error
  if (isFastifyError(error)) {
    if (error.validation) return invalid(fieldErrors(error.validation, error.validationContext))
    const known = byFastifyCode[error.code]
    if (known) return known(bodyLimitBytes)
    const code = codeOfStatus[error.statusCode]
    if (code) return new DashboardError(code, problems[code].title)
  }
  return unknownFailure(error)
}

export function invalid(errors: readonly FieldError[]): DashboardError {
  const told = errors.map(({ path, message }) => `${path.split('/').slice(2).join('.') || path.slice(1)} ${message}`)
  return new DashboardError('validation_failed', `The request is not valid: ${told.join('; ')}.`, {
    fieldErrors: errors,
  })
}

interface FastifyFailure extends Error {
  readonly code: string
  readonly statusCode: number
  readonly validation?: readonly FieldFailure[]
  readonly validationContext?: string
}

const isFastifyError = (error: unknown): error is FastifyFailure =>
  error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number'

const oneInvalid = (path: string, message: string) => () => invalid([{ path, message }])

/** Refuses the body of an endpoint that takes none. */
export const notEmpty = oneInvalid('/body', 'must be empty')

/** What Fastify refuses before a handler runs. Its own texts echo what was sent; these do not. */
const byFastifyCode: Readonly<Record<string, (bodyLimitBytes?: number) => DashboardError>> = {
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: oneInvalid('/headers/content-length', 'must be the length of the body'),
  FST_ERR_CTP_INVALID_MEDIA_TYPE: oneInvalid('/headers/content-type', 'must be application/json'),
  FST_ERR_BAD_URL: oneInvalid('/path', 'must be percent-encoded correctly'),
  FST_ERR_CTP_BODY_TOO_LARGE: (bodyLimitBytes) =>
    bodyLimitBytes === emptyBodyBytes
      ? notEmpty()
      : new DashboardError('body_too_large', 'The request body is too large.', {
          ...(bodyLimitBytes !== undefined && { hint: `The limit is ${Math.floor(bodyLimitBytes / 1024 ** 2)} MB.` }),
        }),
}

/** Failures of plugins, such as a file that @fastify/static does not find. */
const codeOfStatus: Readonly<Record<number, ErrorCode>> = {
  400: 'validation_failed',
  403: 'not_found',
  404: 'not_found',
  412: 'precondition_failed',
  413: 'body_too_large',
  416: 'range_not_satisfiable',
}
