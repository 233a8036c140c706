import type { Job, PullProgress } from '@ollama-dashboard/contracts'
import type { Instances } from '../instances/instances.ts'
import { atMostEvery } from '../kernel/at-most-every.ts'
import { timestamp } from '../kernel/clock.ts'
import { problemOf } from '../kernel/problem.ts'
import { currentTraceId } from '../ollama/trace-context.ts'
import type { JobBook, JobEntry } from './job-book.ts'
import { createPullTracker } from './pull-tracker.ts'
import { type PullTools, runPull } from './run-pull.ts'
import { untilReachable } from './until-reachable.ts'

export interface RunJobOptions extends PullTools {
  readonly instances: Instances
  readonly book: JobBook
}

const progressMs = 250

/** Does what a job is for, and notes how it ended; one whose controller aborts is left as it is. Never rejects. */
export async function runJob(entry: JobEntry, options: RunJobOptions): Promise<void> {
  const { instances, book, clock } = options
  const controller = new AbortController()
  entry.controller = controller
  const { signal } = controller
  const { model, instance: instanceName, started_at } = entry.job
  const now = () => timestamp(clock.now())
  using telling = atMostEvery(clock, progressMs, () => book.tell('pull.progress', entry))
  const update = (patch: Partial<Job>) => {
    if (!signal.aborted) book.update(entry, patch)
  }
  const onProgress = (progress: PullProgress) => {
    update({ progress })
    if (!signal.aborted) telling.ask()
  }
  const end = async (patch: Partial<Job>) => {
    telling[Symbol.dispose]()
    if (signal.aborted) return
    await book.note(entry, ['queued', 'running'], { ...patch, finished_at: now() })
    book.forgetOldest()
  }
  try {
    const instance = instances.find(instanceName)
    if (entry.isResumed) await untilReachable(instance, clock, signal)
    // Kept before anything is done: should the process not live to see the end, this run was lost.
    entry.lostRuns += 1
    if (!(await book.note(entry, ['queued'], { state: 'running', started_at: started_at ?? now() }))) return
    const tracker = createPullTracker(clock, entry.job.progress)
    const onAttempt = async () => {
      update({ attempts: entry.job.attempts + 1 })
      // Counted for good: a dashboard that is killed in a moment has asked all the same.
      await book.save(entry)
    }
    await runPull({ model, instance, tracker, signal, onAttempt, onProgress }, options)
    // Whoever hears that it is done finds the model in the list; what is known of models is kept by digest.
    await instance.installed.refresh()
    await end({ state: 'done' })
  } catch (error) {
    await end({ state: 'failed', error: problemOf(error, currentTraceId()) })
  }
}
