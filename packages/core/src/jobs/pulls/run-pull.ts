import type { PullProgress } from '@ollama-dashboard/contracts'
import type { Instance } from '../../instances/instance.ts'
import type { Clock } from '../../kernel/clock.ts'
import { DashboardError } from '../../kernel/errors.ts'
import { retryTransient } from '../../kernel/retry.ts'
import { formatSize } from '../../kernel/text/format-size.ts'
import { isTransient } from '../../ollama/errors/ollama-errors.ts'
import { untilReachable } from '../until-reachable.ts'
import type { PullTracker } from './pull-tracker.ts'

export interface PullTools {
  readonly clock: Clock
  /** Bytes free on the disk of an instance's models; null where that disk is not known. */
  readonly freeBytes: (instance: Instance) => number | null
  /** How long Ollama may be silent once it has begun; 120 s when absent. */
  readonly idleMs?: number
  /** 0 to 1, for the jitter between two attempts. */
  readonly random?: () => number
}

export interface PullRun {
  readonly model: string
  readonly instance: Instance
  readonly tracker: PullTracker
  readonly signal: AbortSignal
  /** Awaited before Ollama is asked. */
  readonly onAttempt: () => Promise<void>
  readonly onRetry?: () => void
  readonly onProgress: (progress: PullProgress) => void
}

const defaultIdleMs = 120_000
/** Ollama reads every fetched byte again without a word: a slow disk takes minutes for a large model. */
const verifyMs = 30 * 60_000

/**
 * Pulls a model to its end. A connection that breaks is taken up again, three times at most, and Ollama goes on from
 * what it has; while Ollama is away, as for its update, an attempt waits for it up to 5 minutes. Whatever Ollama itself
 * ends with is thrown as it is, and so is the signal's reason.
 */
export async function runPull(run: PullRun, tools: PullTools): Promise<void> {
  const { tracker, signal, instance } = run
  refuseWhatDoesNotFit(run, tools)
  await retryTransient(
    async () => {
      if (instance.reachable() === false) await untilReachable(instance, tools.clock, signal)
      await run.onAttempt()
      try {
        await attempt(run, tools)
      } catch (error) {
        // Whether only this connection broke, or nobody is there any more.
        if (isTransient(error)) await instance.loaded.refresh()
        throw error
      } finally {
        tracker.interrupted()
      }
    },
    { signal, isTransient, clock: tools.clock, onRetry: run.onRetry, ...(tools.random && { random: tools.random }) },
  )
}

async function attempt(run: PullRun, tools: PullTools): Promise<void> {
  const { model, instance, tracker, signal } = run
  const silence = createSilence(tools)
  try {
    for await (const line of instance.ollama.pull(model, AbortSignal.any([signal, silence.signal]))) {
      silence.expect(/^verifying/.test(line.status) ? verifyMs : (tools.idleMs ?? defaultIdleMs))
      run.onProgress(tracker.accept(line))
      refuseWhatDoesNotFit(run, tools)
    }
  } finally {
    silence.end()
  }
}

/** Better known now than after hours, when the disk is full. */
function refuseWhatDoesNotFit({ model, instance, tracker }: PullRun, { freeBytes }: PullTools) {
  const missing = tracker.missing()
  const free = freeBytes(instance)
  if (missing === null || free === null || missing <= free) return
  const detail = `"${model}" needs ${formatSize(missing)} more; only ${formatSize(free)} are free on the model disk.`
  throw new DashboardError('insufficient_storage', detail, { hint: 'Delete a model you do not need, then retry.' })
}

/** Aborts when the next line does not come in time. */
function createSilence({ clock }: PullTools) {
  const controller = new AbortController()
  let cancel = () => {}
  return {
    signal: controller.signal,
    expect(withinMs: number) {
      cancel()
      cancel = clock.after(withinMs, () =>
        controller.abort(
          new DashboardError('ollama_timeout', `Ollama did not respond for ${withinMs / 1000} s.`, {
            hint: 'It may be stuck. Retry, or restart Ollama; downloaded data is kept.',
          }),
        ),
      )
    },
    end: () => cancel(),
  }
}
