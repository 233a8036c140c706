import type { Clock } from '../kernel/clock.ts'
import { DashboardError } from '../kernel/errors.ts'

/** Made once: an error that is made for each call would cost more than the rest of its end. */
const ended = new DOMException('The call has ended.', 'AbortError')

/** Aborts when nothing comes for too long or all of it takes too long, when the caller leaves, and when told to end. */
export function createIdleTimeout(clock: Clock, caller: AbortSignal | undefined) {
  const controller = new AbortController()
  const leave = () => controller.abort(caller?.reason)
  if (caller?.aborted) leave()
  caller?.addEventListener('abort', leave, { once: true })
  let cancel = () => {}
  let cancelTotal = () => {}
  let broken: string | null = null

  function breakOff(why: string) {
    broken = why
    controller.abort()
  }

  return {
    signal: controller.signal,
    limit(ms: number | null) {
      cancel()
      if (ms === null) return
      cancel = clock.after(ms, () => breakOff(`Ollama did not respond for ${ms / 1000} s.`))
    },
    /** Counts from now, whatever comes meanwhile. */
    limitTotal(ms: number) {
      cancelTotal()
      cancelTotal = clock.after(ms, () => breakOff(`Ollama did not end its response within ${ms / 1000} s.`))
    },
    broken: () =>
      broken === null
        ? null
        : new DashboardError('ollama_timeout', broken, {
            hint: 'It may be busy or stuck. Try again, or restart Ollama.',
          }),
    end() {
      cancel()
      cancelTotal()
      caller?.removeEventListener('abort', leave)
      // Whatever is still open is of no use to anybody: a reader that left early hangs up.
      controller.abort(ended)
    },
  }
}

/** Yields what is read, if the first of it comes in time; throws `ollama_timeout` otherwise. */
export async function* begunWithin<T>(
  { clock, ms, caller }: { readonly clock: Clock; readonly ms: number; readonly caller: AbortSignal | undefined },
  read: (signal: AbortSignal) => AsyncIterable<T>,
): AsyncGenerator<T, void, void> {
  const beginning = createIdleTimeout(clock, caller)
  beginning.limit(ms)
  try {
    for await (const one of read(beginning.signal)) {
      beginning.limit(null)
      yield one
    }
  } catch (error) {
    throw beginning.broken() ?? error
  } finally {
    beginning.end()
  }
}
