import type { HighlightAnswer, HighlightRequest } from './code-run.ts'

/** Long enough for the worker to be fetched over a slow line; no honest code takes that long. */
const limitMs = 10_000

let worker: Worker | null = null
let turn: Promise<unknown> = Promise.resolve()

/**
 * What the code is made of, part by part; null where that cannot be told. It is found in a worker, one block after the
 * other: long code must not hold up the page, and code that is made to keep a pattern busy for ever loses its worker.
 */
export function highlightInWorker(request: HighlightRequest, signal: AbortSignal): Promise<HighlightAnswer> {
  const answer = turn.then(() => (signal.aborted ? null : ask(request)))
  turn = answer
  return answer
}

function ask(request: HighlightRequest): Promise<HighlightAnswer> {
  worker ??= new Worker(new URL('./highlight-worker.ts', import.meta.url), { type: 'module' })
  const asked = worker
  return new Promise((resolve) => {
    const giveUp = () => {
      asked.terminate()
      worker = null
      resolve(null)
    }
    const timer = setTimeout(giveUp, limitMs)
    asked.onmessage = ({ data }: MessageEvent<HighlightAnswer>) => {
      clearTimeout(timer)
      resolve(data)
    }
    asked.onerror = () => {
      clearTimeout(timer)
      giveUp()
    }
    asked.postMessage(request)
  })
}
