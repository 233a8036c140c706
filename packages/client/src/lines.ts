import { ApiError, isProblem, TransportError } from './errors.ts'

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
  const reader = body.getReader()
  const decoder = new TextDecoder()
  let rest = ''
  try {
    for (;;) {
      const { done, value } = await reader.read()
      rest += decoder.decode(value, { stream: !done })
      const lines = rest.split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) if (line.trim()) yield line
      if (done) break
    }
    if (rest.trim()) yield rest
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause
    throw new TransportError('The answer broke off before its end.', { cause })
  } finally {
    // Not awaited: a body that already failed rejects, and the caller has that failure.
    reader.cancel().catch(() => undefined)
  }
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch (cause) {
    throw new TransportError('The API sent a line that is not JSON.', { cause })
  }
}
