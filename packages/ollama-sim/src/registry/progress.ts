import { ApiError } from '../http/api-error.ts'
import type { Exchange } from '../http/exchange.ts'
import { createLineReply, sendJson } from '../text/reply.ts'

/** A line about work that goes on: of a pull or of the making of a model. `completed` is left out while it is 0. */
export interface Progress {
  readonly status: string
  readonly digest?: string
  readonly total?: number
  readonly completed?: number
}

/** Answers with each line as it comes, or with the last one alone. An error before the first one has its own status. */
export async function sendProgress(
  exchange: Exchange,
  lines: AsyncIterable<Progress>,
  { streams }: { readonly streams: boolean },
): Promise<void> {
  // The work itself meets the faults of a stream, or it would go on behind an answer that has ended.
  const reply = createLineReply({ ...exchange, fault: undefined })
  let last: Progress = { status: '' }
  try {
    for await (const line of lines) {
      last = line
      if (streams) reply.line({ ...line })
    }
    if (streams) reply.end()
    else sendJson(exchange, 200, last, { fromStream: true })
  } catch (error) {
    if (!(error instanceof ApiError) || exchange.signal.aborted) throw error
    if (streams) reply.fail(error.status, error.message)
    else sendJson(exchange, error.status, { error: error.message }, { fromStream: true })
  }
}
