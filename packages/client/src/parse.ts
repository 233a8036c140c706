import { TransportError } from './errors.ts'

/** One line, or one event's data, of a stream. */
export function parse(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch (cause) {
    throw new TransportError('The API sent a line that is not JSON.', { cause })
  }
}
