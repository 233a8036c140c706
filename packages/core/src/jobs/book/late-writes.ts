import type { Background } from '../../kernel/background.ts'
import type { Clock } from '../../kernel/clock.ts'

/** Progress is not worth a write of its own: that much of it may be lost. */
const delayMs = 1000

/** Writes that may come late, and do come once the storage works. */
export interface LateWrites extends AsyncDisposable {
  /** Calls `write` within a second, once for all who asked by then, and again until it succeeds. */
  add(id: string, write: () => Promise<void>): void
  /** What was to be written has been, or is not worth it any more. */
  drop(id: string): void
}

export function createLateWrites(clock: Clock, background: Pick<Background, 'settle'>): LateWrites {
  const waiting = new Map<string, () => Promise<void>>()
  let cancel: (() => void) | null = null
  let isClosed = false

  function add(id: string, write: () => Promise<void>) {
    if (!waiting.has(id)) waiting.set(id, write)
    if (!isClosed) cancel ??= clock.after(delayMs, flush)
  }

  async function flush() {
    cancel = null
    const due = [...waiting]
    waiting.clear()
    await Promise.all(
      due.map(async ([id, write]) => {
        if (!(await background.settle('jobs', write()))) add(id, write)
      }),
    )
  }

  return {
    add,
    drop: (id) => void waiting.delete(id),
    async [Symbol.asyncDispose]() {
      isClosed = true
      cancel?.()
      await flush()
    },
  }
}
