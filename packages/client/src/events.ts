import type { ServerSentEvent } from '@ollama-dashboard/contracts'
import { ApiError, isProblem } from './errors.ts'
import { parse } from './parse.ts'
import { textLines } from './text-lines.ts'

/**
 * Yields server-sent events with their data read as JSON, by the grammar of the HTML standard, 9.2.6; an event `error`
 * that holds a problem is thrown. What no empty line ends is no event. Leaving early cancels the request.
 */
export async function* readEvents(
  body: ReadableStream<Uint8Array>,
  signal?: AbortSignal,
): AsyncGenerator<ServerSentEvent, void, void> {
  let event = ''
  let data: string[] = []
  // Not cleared with the rest: an event without an id has that of the one before it.
  let id: string | undefined

  for await (const line of textLines(body, signal)) {
    if (line === '') {
      if (data.length > 0) yield read(event || 'message', data.join('\n'), id)
      event = ''
      data = []
      continue
    }
    const { field, value } = fieldOf(line)
    if (field === 'event') event = value
    else if (field === 'data') data.push(value)
    else if (field === 'id' && !value.includes('\0')) id = value
  }
}

function read(event: string, json: string, id: string | undefined): ServerSentEvent {
  const data = parse(json)
  if (event === 'error' && isProblem(data)) throw new ApiError(data)
  return id === undefined ? { event, data } : { event, id, data }
}

/** A comment has no name before its colon. */
function fieldOf(line: string): { field: string; value: string } {
  const colon = line.indexOf(':')
  if (colon === -1) return { field: line, value: '' }
  return { field: line.slice(0, colon), value: line.slice(colon + 1).replace(/^ /, '') }
}
