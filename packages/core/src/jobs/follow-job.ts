import type { Job } from '@ollama-dashboard/contracts'
import type { JobBook } from './book/job-book.ts'
import { isEnded } from './job-states.ts'

/**
 * Yields a job as it stands, then whenever it was told anew, until it has ended. A slow reader misses what came in
 * between, never the end. Throws the signal's reason when it aborts.
 */
export async function* followJob<J extends Job>(
  job: J,
  book: Pick<JobBook, 'listen'>,
  signal: AbortSignal,
): AsyncGenerator<J, void, void> {
  let latest = job
  let news = Promise.withResolvers<void>()
  const hear = book.listen(job.id, (told) => {
    // A job never changes its kind.
    latest = told as J
    news.resolve()
  })
  const leave = () => news.resolve()
  signal.addEventListener('abort', leave, { once: true })
  try {
    for (;;) {
      signal.throwIfAborted()
      const told = latest
      yield told
      if (isEnded(told)) return
      if (latest === told) await news.promise
      news = Promise.withResolvers()
    }
  } finally {
    hear()
    signal.removeEventListener('abort', leave)
  }
}
