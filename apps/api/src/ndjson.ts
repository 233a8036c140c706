import { Readable } from 'node:stream'
import type { Problem } from '@ollama-dashboard/contracts'

/**
 * One JSON value a line, each sent as it comes. The first is awaited before the stream is handed back, so that an early
 * failure keeps its own status; a later one is the last line, `{"error": problem}`.
 */
export async function toLines(
  events: AsyncIterable<unknown>,
  problemOf: (error: unknown) => Problem,
): Promise<Readable> {
  const iterator = events[Symbol.asyncIterator]()
  let next = await iterator.next()

  async function* lines() {
    try {
      for (; !next.done; next = await iterator.next()) yield `${JSON.stringify(next.value)}\n`
    } catch (error) {
      yield `${JSON.stringify({ error: problemOf(error) })}\n`
    } finally {
      await iterator.return?.()
    }
  }
  return Readable.from(lines())
}
