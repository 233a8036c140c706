import type { IncomingMessage } from 'node:http'

/** A request the simulator got, for a test to look at. */
export interface SeenRequest {
  readonly method: string
  readonly path: string
  readonly model?: string
  /** Where it stands in a trace, as its headers of these names say. */
  readonly traceparent?: string
  readonly tracestate?: string
  /** Milliseconds since the epoch. */
  readonly startedAt: number
  /** The caller hung up before the end. */
  readonly aborted: boolean
}

const REQUESTS_REMEMBERED = 10_000

export interface RequestLog {
  readonly requests: readonly SeenRequest[]
  /** Returns what marks the request as aborted. */
  add(request: IncomingMessage, path: string, model: string | undefined): () => void
}

export function createRequestLog(): RequestLog {
  const requests: SeenRequest[] = []
  return {
    requests,
    add(request, path, model) {
      const seen = {
        method: request.method ?? 'GET',
        path,
        ...(model === undefined ? {} : { model }),
        ...traceOf(request.headers),
        startedAt: Date.now(),
        aborted: false,
      }
      requests.push(seen)
      if (requests.length > REQUESTS_REMEMBERED) requests.shift()
      return () => {
        seen.aborted = true
      }
    },
  }
}

function traceOf({ traceparent, tracestate }: IncomingMessage['headers']) {
  return {
    ...(typeof traceparent === 'string' && { traceparent }),
    ...(typeof tracestate === 'string' && { tracestate }),
  }
}
