/** Pieces of work, so many at once and the others in order. */
export interface WorkQueue extends Disposable {
  /** The work reports its failures itself: it never rejects. */
  add(id: string, work: () => Promise<void>): void
  /** Forgets work that has not begun. */
  remove(id: string): void
}

export function createWorkQueue(atOnce: number): WorkQueue {
  const waiting: { readonly id: string; readonly work: () => Promise<void> }[] = []
  let running = 0
  let isClosed = false

  function next() {
    while (running < atOnce && !isClosed) {
      const first = waiting.shift()
      if (!first) return
      running += 1
      void first.work().finally(() => {
        running -= 1
        next()
      })
    }
  }

  return {
    add(id, work) {
      waiting.push({ id, work })
      next()
    },
    remove(id) {
      const index = waiting.findIndex((one) => one.id === id)
      if (index >= 0) waiting.splice(index, 1)
    },
    [Symbol.dispose]() {
      isClosed = true
      waiting.length = 0
    },
  }
}
