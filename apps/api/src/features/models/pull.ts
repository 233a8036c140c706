import type { contract, PullJob, PullProgress, ServerSentEvent } from '@ollama-dashboard/contracts'
import type { CallContext, Core } from '@ollama-dashboard/core'
import { EventAnswer } from '../../http/answers/event-answer.ts'
import type { Handler } from '../../http/endpoints.ts'

type Jobs = Core['jobs']

/** One job in three forms: its end, its progress as it comes, or the job at once. In none does it end with its caller. */
export const pullModel =
  (jobs: Jobs): Handler<typeof contract.models.pull> =>
  async ({ params, query }, { reply, context }) => {
    const job = await jobs.pull(context, { ...params, instance: query.instance })
    const wantsEvents = query.stream ?? reply.request.headers.accept?.includes('text/event-stream') ?? false
    if (wantsEvents) return new EventAnswer(watch(jobs, context, job))
    if (query.wait === false) {
      reply.status(202)
      const message = job.state === 'running' ? `"${job.model}" is being pulled.` : `"${job.model}" is queued.`
      return { success: true, message, job }
    }
    const done = await jobs.finished(context, job)
    return { success: true, message: `"${job.model}" is pulled.`, job: done }
  }

/** Core tells progress no more often than this. */
const progressMs = 250

/** Told until Ollama has said something, so that the answer begins at once. */
const queued: PullProgress = {
  status: 'queued',
  digest: null,
  layer_total: null,
  layer_completed: null,
  total: null,
  completed: null,
  percent: null,
  bytes_per_second: null,
  eta_seconds: null,
}

/** `progress` as it goes on, then `done`, or `error` with the problem. */
async function* watch(jobs: Jobs, context: CallContext, pull: PullJob): AsyncGenerator<ServerSentEvent> {
  let beganAt: number | null = null
  let shown: PullProgress | null = null
  for await (const job of jobs.follow(context, pull)) {
    const failure = jobs.failureOf(job)
    if (failure) throw failure
    if (job.state === 'done') {
      yield { event: 'done', data: job }
    } else if (beganAt === null) {
      beganAt = performance.now()
      shown = job.progress ?? queued
      yield { event: 'progress', data: shown }
    } else if (job.progress && job.progress !== shown && performance.now() - beganAt >= progressMs) {
      shown = job.progress
      yield { event: 'progress', data: shown }
    }
  }
}
