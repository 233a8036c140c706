import { setImmediate as nextTurn } from 'node:timers/promises'
import { JsonBeyondLimits } from '../../json/json-scan.ts'
import { readJson } from '../../json/read-json.ts'
import { DashboardError } from '../../kernel/errors.ts'

/** A line longer than this is no line of Ollama's: nothing is kept of it. */
const maxLineBytes = 16 * 1024 ** 2
/** After so many lines others have a turn: more may come at once than is read in a moment. */
const linesPerTurn = 100
const newline = 0x0a

/** A JSON value with the bytes that it came in, its newline included. */
export interface ReadLine {
  readonly value: unknown
  readonly bytes: Uint8Array
}

/**
 * Yields the lines of a newline-delimited stream as they end, however the bytes are cut; a last line needs no newline,
 * and is given one. A line that is not JSON, or has no end, throws `ollama_error`. Leaving early ends the stream.
 */
export async function* readNdjson(
  chunks: AsyncIterable<Uint8Array>,
  maxBytes = maxLineBytes,
): AsyncGenerator<ReadLine, void, void> {
  let parts: Uint8Array[] = []
  let size = 0
  let lines = 0

  for await (const chunk of chunks) {
    let start = 0
    for (let end = chunk.indexOf(newline); end !== -1; end = chunk.indexOf(newline, start)) {
      const rest = chunk.subarray(start, end + 1)
      const line = read(parts.length === 0 ? rest : Buffer.concat([...parts, rest]))
      if (line) yield line
      lines += 1
      if (lines % linesPerTurn === 0) await nextTurn()
      parts = []
      size = 0
      start = end + 1
    }
    if (start < chunk.length) parts.push(chunk.subarray(start))
    size += chunk.length - start
    if (size > maxBytes) throw new DashboardError('ollama_error', 'Ollama sent a line that is too long.')
  }
  const last = parts.length > 0 && read(Buffer.concat([...parts, Uint8Array.of(newline)]))
  if (last) yield last
}

/** Null for an empty line. */
function read(bytes: Uint8Array): ReadLine | null {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8').trim()
  if (text === '') return null
  try {
    return { value: readJson(text), bytes }
  } catch (cause) {
    // The line itself is left out: it may hold words of a conversation.
    const why = cause instanceof JsonBeyondLimits ? 'has too many values' : 'is not JSON'
    throw new DashboardError('ollama_error', `Ollama sent a line that ${why}.`, { cause })
  }
}
