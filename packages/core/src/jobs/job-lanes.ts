import { atMostEvery } from '../kernel/at-most-every.ts'
import type { Background } from '../kernel/background.ts'
import { type Actor, localActor } from '../kernel/call-context.ts'
import type { Clock } from '../kernel/clock.ts'
import { DashboardError } from '../kernel/errors.ts'
import { problemOf } from '../kernel/problems/problem.ts'
import { rightsOf } from '../kernel/rights/rights.ts'
import { type Limit, limit } from '../kernel/serial.ts'
import { currentSpan, failSpan, inSpanOf, type SpanOptions } from '../kernel/tracing/span.ts'
import { currentTraceId } from '../kernel/tracing/trace-context.ts'
import { LeaseLost } from '../replicas/lease.ts'
import type { JobBook } from './book/job-book.ts'
import { isRunHere, type JobEntry, type JobOutcome } from './book/job-entry.ts'

const progressMs = 250

export interface RunOptions {
  readonly book: JobBook
  readonly clock: Clock
  /** Jobs run in one replica at a time: whether that is this one now. */
  readonly mayRun: () => boolean
}

export interface LanesOptions extends RunOptions {
  readonly background: Pick<Background, 'settle'>
  /** Aborts when no further job is to begin. */
  readonly closing: AbortSignal
}

/** Returns what runs a job as soon as there is room in its lane, until its controller aborts. */
export function createLanes({ background, closing, ...options }: LanesOptions): (entry: JobEntry) => void {
  const lanes = new Map<string, Limit>()
  return (entry) => {
    // It is kept, and taken up at the next start.
    if (closing.aborted || !options.mayRun() || isRunHere(entry) || entry.job.state !== 'queued') return
    const { kind, job, trace } = entry
    const lane = lanes.get(job.lane) ?? limit(kind.maxConcurrent)
    lanes.set(job.lane, lane)
    const controller = new AbortController()
    entry.controller = controller
    const run = () =>
      inSpanOf(
        trace,
        `job ${kind.kind}`,
        () => spanOf(entry),
        () => runJob(entry, controller, options),
      ).finally(() => {
        if (entry.controller === controller) entry.controller = null
      })
    void background.settle('jobs', lane(run))
  }
}

/** It may begin long after the call that asked for it was answered. */
function spanOf({ kind, job }: JobEntry): SpanOptions {
  const { instance, model } = kind.about(job.payload)
  return {
    attributes: {
      'ollama_dashboard.job.id': job.id,
      'ollama_dashboard.instance': instance,
      'gen_ai.request.model': model,
    },
  }
}

/** Does what a job is for, and notes how it ended; one whose signal aborts is left as it is. Never rejects. */
async function runJob(entry: JobEntry, controller: AbortController, options: RunOptions): Promise<void> {
  const { book, clock, mayRun } = options
  const { signal } = controller
  if (signal.aborted) return
  const { kind, isResumed } = entry
  const { payload } = entry.job
  using telling = atMostEvery(clock, progressMs, () => book.tellProgress(entry))

  /** A process that was suspended finds out before anything is asked or written. */
  function giveUpUnlessOurs() {
    if (!mayRun()) controller.abort(new LeaseLost())
  }

  async function end(event: 'succeed' | 'fail' | 'cancel', outcome: JobOutcome) {
    telling[Symbol.dispose]()
    giveUpUnlessOurs()
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
      context: { actor: creatorOf(entry), signal },
      async attempt() {
        if (!signal.aborted) book.update(entry, { attempts: entry.job.attempts + 1 })
        // Counted for good: a dashboard that is killed in a moment has asked all the same.
        await book.save(entry)
        giveUpUnlessOurs()
      },
      progress(progress) {
        giveUpUnlessOurs()
        if (signal.aborted) return
        book.update(entry, { progress })
        telling.ask()
      },
    })
    await end('succeed', { result })
  } catch (error) {
    // Another request took its place, such as the stop of what it loads: that is no failure.
    if (error instanceof DashboardError && error.code === 'superseded') await end('cancel', {})
    else {
      const span = currentSpan()
      if (span && !signal.aborted) failSpan(span, error)
      await end('fail', { error: problemOf(error, currentTraceId()) })
    }
  }
}

/** Whoever began a job was allowed to, whatever became of the key meanwhile. */
const creatorOf = ({ job: { created_by: id } }: JobEntry): Actor =>
  id === null ? localActor : { id, name: id, ...rightsOf('operator'), via: 'key', address: null }
