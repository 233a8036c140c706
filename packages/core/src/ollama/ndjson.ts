import { DashboardError } from '../errors.ts'
import { JsonBeyondLimits } from '../json/json-scan.ts'
import { readJson } from '../json/read-json.ts'

/** A line longer than this is no line of Ollama's: nothing is kept of it. */
const longestLine = 16 * 1024 ** 2

/**
 * Yields the JSON values of a newline-delimited stream as their lines end, however the bytes are cut; a last line needs
 * no newline. A line that is not JSON, or has no end, throws `ollama_error`. Leaving early ends the stream.
 */
export async function* readNdjson(
  bytes: AsyncIterable<Uint8Array>,
  limit = longestLine,
): AsyncGenerator<unknown, void, void> {
  const decoder = new TextDecoder()
  let parts: string[] = []
  let length = 0

  for await (const chunk of bytes) {
    const [first = '', ...others] = decoder.decode(chunk, { stream: true }).split('\n')
    parts.push(first)
    length += first.length
    for (const start of others) {
      const line = parts.join('').trim()
      if (line) yield parse(line)
      parts = [start]
      length = start.length
    }
    if (length > limit) throw new DashboardError('ollama_error', 'Ollama sent a line without an end.')
  }
  const last = (parts.join('') + decoder.decode()).trim()
  if (last) yield parse(last)
}

function parse(line: string): unknown {
  try {
    return readJson(line)
  } catch (cause) {
    // The line itself is left out: it may hold words of a conversation.
    const why = cause instanceof JsonBeyondLimits ? 'holds more than can be read' : 'is not JSON'
    throw new DashboardError('ollama_error', `Ollama sent a line that ${why}.`, { cause })
  }
}
