import { ApiError } from '@ollama-dashboard/client'

/** What a call of the client failed with. */
export const failureOf = async (call: Promise<unknown>): Promise<ApiError> => {
  const error = await call.then(
    () => null,
    (reason) => reason,
  )
  if (error instanceof ApiError) return error
  throw error ?? new Error('It did not fail.')
}
