/** Work that those who ask while it runs share. It ends early when all of them have left. */
export function shareRun<T>(work: (signal: AbortSignal) => Promise<T>): (signal: AbortSignal) => Promise<T> {
  let running: { readonly result: Promise<T>; readonly leave: () => void; readonly join: () => void } | null = null

  function begin() {
    const abandoned = new AbortController()
    let waiting = 0
    const run = {
      result: work(abandoned.signal).finally(() => {
        if (running === run) running = null
      }),
      join() {
        waiting += 1
      },
      leave() {
        waiting -= 1
        if (waiting > 0) return
        // Whoever comes next begins anew.
        if (running === run) running = null
        abandoned.abort()
      },
    }
    return run
  }

  return (signal) =>
    new Promise((resolve, reject) => {
      if (signal.aborted) return reject(signal.reason)
      running ??= begin()
      const { result, join, leave } = running
      join()
      const abort = () => {
        leave()
        reject(signal.reason)
      }
      signal.addEventListener('abort', abort, { once: true })
      const over = () => signal.removeEventListener('abort', abort)
      result.finally(over).then(resolve, reject)
    })
}
