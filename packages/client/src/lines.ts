import { ApiError, isProblem } from './errors.ts'
import { parse } from './parse.ts'
import { textLines } from './text-lines.ts'

/** Yields the values of an NDJSON answer as they arrive; a last line `{"error": problem}` is thrown. Leaving early cancels the request. */
export async function* readLines(
  body: ReadableStream<Uint8Array>,
  signal?: AbortSignal,
): AsyncGenerator<unknown, void, void> {
  for await (const line of textLines(body, signal)) {
    if (line.trim() === '') continue
    const value = parse(line)
    const error = typeof value === 'object' && value !== null && 'error' in value ? value.error : undefined
    if (isProblem(error)) throw new ApiError(error)
    yield value
  }
}
