import { TransportError } from './errors.ts'

/**
 * Yields the lines of an answer as they arrive, ended by CR LF, LF or CR, and at last what is not ended. Leaving early
 * cancels the request; an abort by the caller's own signal throws its reason.
 */
export async function* textLines(
  body: ReadableStream<Uint8Array>,
  signal?: AbortSignal,
): AsyncGenerator<string, void, void> {
  let rest = ''
  let endedWithCr = false
  for await (const chunk of textChunks(body, signal)) {
    // The other half of a CR LF that was cut.
    const text = endedWithCr && chunk.startsWith('\n') ? chunk.slice(1) : chunk
    endedWithCr = chunk.endsWith('\r')
    const lines = (rest + text).split(/\r\n|\n|\r/)
    rest = lines.pop() ?? ''
    yield* lines
  }
  if (rest !== '') yield rest
}

async function* textChunks(body: ReadableStream<Uint8Array>, signal?: AbortSignal): AsyncGenerator<string, void, void> {
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
    if (signal?.aborted) throw signal.reason
    throw new TransportError('The response was interrupted.', { cause })
  } finally {
    // Not awaited: a body that already failed rejects, and the caller has that failure.
    reader.cancel().catch(() => undefined)
  }
}
