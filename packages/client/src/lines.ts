import { ApiError, isProblem } from './errors.ts'
import { parse } from './parse.ts'
import { textChunks } from './text-chunks.ts'

/** Yields the values of an NDJSON answer as they arrive; a last line `{"error": problem}` is thrown. Leaving early cancels the request. */
export async function* readLines(body: ReadableStream<Uint8Array>): AsyncGenerator<unknown, void, void> {
  for await (const line of splitLines(body)) {
    const value = parse(line)
    const error = typeof value === 'object' && value !== null && 'error' in value ? value.error : undefined
    if (isProblem(error)) throw new ApiError(error)
    yield value
  }
}

async function* splitLines(body: ReadableStream<Uint8Array>): AsyncGenerator<string, void, void> {
  let rest = ''
  for await (const chunk of textChunks(body)) {
    const lines = (rest + chunk).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) if (line.trim()) yield line
  }
  if (rest.trim()) yield rest
}
