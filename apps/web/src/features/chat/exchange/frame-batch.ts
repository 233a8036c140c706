/** Collects values and hands them on once a frame, or at once when there is no more to come. */
export function createFrameBatch<T>(handOn: (values: readonly T[]) => void) {
  let waiting: T[] = []
  let frame: number | null = null

  function flush(): void {
    if (frame !== null) cancelAnimationFrame(frame)
    frame = null
    if (waiting.length === 0) return
    const values = waiting
    waiting = []
    handOn(values)
  }

  return {
    add(value: T): void {
      waiting.push(value)
      // A tab out of sight has no frames: what comes waits until it is looked at, or is complete.
      frame ??= requestAnimationFrame(flush)
    },
    flush,
  }
}
