import type { Job } from '@ollama-dashboard/contracts'
import type { EventBus } from '../events/event-bus.ts'
import { isEnded } from './job-states.ts'

/**
 * Yields a job as it stands, then whenever it was told anew, until it has ended. A slow reader misses what came in
 * between, never the end. Throws the signal's reason when it aborts.
 */
export async function* followJob<J extends Job>(
  job: J,
  events: EventBus,
  signal: AbortSignal,
): AsyncGenerator<J, void, void> {
  let latest = job
  let news = Promise.withResolvers<void>()
  const hear = events.listen((event) => {
    if (event.job?.id !== job.id) return
    // A job never changes its kind.
    latest = event.job as J
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
