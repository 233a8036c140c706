/** A piece of work that several callers may wait for. */
export interface SharedWork {
  readonly controller: AbortController
  readonly promise: Promise<unknown>
  waiters: number
}

/** Ends with the work, or as soon as this caller leaves; the last one to leave cancels it. */
export async function waitFor(work: SharedWork, signal: AbortSignal): Promise<unknown> {
  const left = Promise.withResolvers<never>()
  const leave = () => {
    work.waiters -= 1
    if (work.waiters === 0) work.controller.abort(signal.reason)
    left.reject(signal.reason)
  }
  work.waiters += 1
  signal.addEventListener('abort', leave, { once: true })
  try {
    return await Promise.race([work.promise, left.promise])
  } finally {
    signal.removeEventListener('abort', leave)
  }
}
