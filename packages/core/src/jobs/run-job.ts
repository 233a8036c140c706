import { atMostEvery } from '../kernel/at-most-every.ts'
import type { Clock } from '../kernel/clock.ts'
import { problemOf } from '../kernel/problem.ts'
import { currentTraceId } from '../kernel/trace-context.ts'
import type { JobBook, JobEntry, JobOutcome } from './job-book.ts'

const progressMs = 250

/** Does what a job is for, and notes how it ended; one whose signal aborts is left as it is. Never rejects. */
export async function runJob(
  entry: JobEntry,
  signal: AbortSignal,
  { book, clock }: { readonly book: JobBook; readonly clock: Clock },
): Promise<void> {
  if (signal.aborted) return
  const { kind, isResumed } = entry
  const { payload } = entry.job
  using telling = atMostEvery(clock, progressMs, () => book.tellProgress(entry))

  async function end(event: 'succeed' | 'fail', outcome: JobOutcome) {
    telling[Symbol.dispose]()
    if (signal.aborted) return
    await book.note(entry, event, outcome)
    book.forgetOldest()
  }

  try {
    if (isResumed) await kind.untilReady(payload, signal)
    if (!(await book.note(entry, 'start'))) return
    const result = await kind.run({
      payload,
      before: entry.job.progress,
      signal,
      async attempt() {
        if (!signal.aborted) book.update(entry, { attempts: entry.job.attempts + 1 })
        // Counted for good: a dashboard that is killed in a moment has asked all the same.
        await book.save(entry)
      },
      progress(progress) {
        if (signal.aborted) return
        book.update(entry, { progress })
        telling.ask()
      },
    })
    await end('succeed', { result })
  } catch (error) {
    await end('fail', { error: problemOf(error, currentTraceId()) })
  }
}
