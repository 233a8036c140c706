import { ApiError } from '../http/api-error.ts'

/** An error of llama-server: its own JSON arrives as text inside `error`. */
export function llamaServerError(
  type: string,
  message: string,
  evidence: Readonly<Record<string, unknown>> = {},
): ApiError {
  return new ApiError(400, JSON.stringify({ error: { code: 400, message, type, ...evidence } }))
}
