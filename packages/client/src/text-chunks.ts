import { TransportError } from './errors.ts'

/** Yields the text of an answer as it arrives. Leaving early cancels the request. */
export async function* textChunks(body: ReadableStream<Uint8Array>): AsyncGenerator<string, void, void> {
  const reader = body.getReader()
  const decoder = new TextDecoder()
  try {
    for (;;) {
      const { done, value } = await reader.read()
      const text = decoder.decode(value, { stream: !done })
      if (text) yield text
      if (done) break
    }
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause
    throw new TransportError('The answer broke off before its end.', { cause })
  } finally {
    // Not awaited: a body that already failed rejects, and the caller has that failure.
    reader.cancel().catch(() => undefined)
  }
}
