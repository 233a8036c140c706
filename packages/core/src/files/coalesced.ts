/**
 * Work of which one piece at most is under way. Each call resolves with the end of a piece that began after it, so that
 * what the caller has just done is in it; calls that come meanwhile share the next piece.
 */
export function coalesced(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | null = null
  let next: Promise<void> | null = null

  function begin(): Promise<void> {
    next = null
    running = work().finally(() => {
      if (next === null) running = null
    })
    return running
  }

  return () => {
    if (running === null) return begin()
    next ??= running.then(begin, begin)
    return next
  }
}
