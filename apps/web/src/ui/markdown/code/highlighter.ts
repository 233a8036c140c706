import type { HighlightAnswer, HighlightRequest } from './code-run.ts'

/** Long enough for the worker to be fetched over a slow line; no honest code takes that long. */
const limitMs = 10_000

export type HighlightWorker = EventTarget & Pick<Worker, 'postMessage' | 'terminate'>

/** What code is made of, part by part; null where that cannot be told. */
export type Highlighter = (request: HighlightRequest, signal: AbortSignal) => Promise<HighlightAnswer>

/**
 * Asks a worker, for one block of code after the other: long code must not hold up the page, and code that is made to keep
 * a pattern busy for ever loses its worker.
 */
export function createHighlighter(startWorker: () => HighlightWorker): Highlighter {
  let worker: HighlightWorker | null = null
  let turn: Promise<unknown> = Promise.resolve()

  function ask(request: HighlightRequest): Promise<HighlightAnswer> {
    worker ??= startWorker()
    const asked = worker
    const answered = new AbortController()
    return new Promise<HighlightAnswer>((resolve) => {
      const giveUp = () => {
        asked.terminate()
        worker = null
        resolve(null)
      }
      const timer = setTimeout(giveUp, limitMs)
      const { signal } = answered
      signal.addEventListener('abort', () => clearTimeout(timer))
      asked.addEventListener('message', (event) => resolve(event instanceof MessageEvent ? event.data : null), {
        signal,
      })
      asked.addEventListener('error', giveUp, { signal })
      asked.postMessage(request)
    }).finally(() => answered.abort())
  }

  return (request, signal) => {
    // Where no worker can be started the code is shown without colours.
    const answer = turn.then(() => (signal.aborted ? null : ask(request))).catch(() => null)
    turn = answer
    return answer
  }
}

export const highlightInWorker = createHighlighter(
  () => new Worker(new URL('./highlight-worker.ts', import.meta.url), { type: 'module' }),
)
