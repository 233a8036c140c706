import { ApiError } from '../http/api-error.ts'

export interface RequestQueueOptions<Request, Served> {
  /** How many may wait behind the one that is served. */
  readonly max: number
  readonly serve: (request: Request) => Promise<Served>
  /** For what was served to a caller who left in that moment. */
  readonly discard: (served: Served) => void
}

export interface RequestQueue<Request, Served> {
  /** Resolves with what was served; rejects with 503 when the queue is full, or with the reason of a caller who leaves. */
  add(request: Request): Promise<Served>
  /** Rejects all that wait. */
  close(reason: unknown): void
}

interface Waiting<Request, Served> {
  readonly request: Request
  readonly resolve: (served: Served) => void
  readonly reject: (reason: unknown) => void
}

/** First come, first served, one at a time. */
export function createRequestQueue<Request extends { readonly signal: AbortSignal }, Served>({
  max,
  serve,
  discard,
}: RequestQueueOptions<Request, Served>): RequestQueue<Request, Served> {
  const queue: Waiting<Request, Served>[] = []
  let isServing = false

  async function serveAll(): Promise<void> {
    if (isServing) return
    isServing = true
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      const { request, resolve, reject } = next
      if (request.signal.aborted) continue
      try {
        const served = await serve(request)
        if (request.signal.aborted) discard(served)
        else resolve(served)
      } catch (error) {
        reject(error)
      }
    }
    isServing = false
  }

  return {
    async add(request) {
      if (queue.length >= max)
        throw new ApiError(503, 'server busy, please try again.  maximum pending requests exceeded')
      const { promise, resolve, reject } = Promise.withResolvers<Served>()
      const waiting = { request, resolve, reject }
      queue.push(waiting)
      // Every failure is told to the caller it belongs to.
      void serveAll()
      const leave = () => {
        const place = queue.indexOf(waiting)
        if (place >= 0) queue.splice(place, 1)
        reject(request.signal.reason)
      }
      request.signal.addEventListener('abort', leave, { once: true })
      return promise.finally(() => request.signal.removeEventListener('abort', leave))
    },
    close(reason) {
      for (const { reject } of queue.splice(0)) reject(reason)
    },
  }
}
