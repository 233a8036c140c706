import type { AuditOutcome, Job } from '@ollama-dashboard/contracts'
import type { Announced, EventBus } from '../events/event-bus.ts'

/** How a job ended, as its entry tells it. */
export interface JobEnd {
  readonly job: Job
  readonly outcome: AuditOutcome
  readonly code: string | null
}

/** Tells how jobs end whose callers do not wait for it, and by whom they were begun. */
export interface JobEnds<Who> extends Disposable {
  /** Somebody began a job, and waits. The returned function says that this is over: the end is then told, if there was none yet. */
  begun(id: string, who: Who): (answered: { readonly tellsEnd: boolean }) => void
}

interface Begun<Who> {
  readonly who: Who
  isWaited: boolean
  end: JobEnd | null
}

/** `tell` gets null for a job that an earlier process began. */
export function createJobEnds<Who>(events: EventBus, tell: (end: JobEnd, who: Who | null) => void): JobEnds<Who> {
  const begun = new Map<string, Begun<Who>>()

  function hear({ type, job }: Pick<Announced, 'type' | 'job'>, { isHere }: { readonly isHere: boolean }) {
    const end = type === 'job.changed' && job ? endOf(job) : null
    if (!end || !(isHere || begun.has(end.job.id))) return
    const known = begun.get(end.job.id)
    if (known?.isWaited) known.end = end
    else {
      begun.delete(end.job.id)
      tell(end, known?.who ?? null)
    }
  }

  // What was begun here may end on another replica.
  const stops = [
    events.onAnnounced((event) => hear(event, { isHere: true })),
    events.listen((event) => hear(event, { isHere: false })),
  ]

  return {
    begun(id, who) {
      // Whoever joins a job did not begin it.
      if (begun.has(id)) return () => {}
      const one: Begun<Who> = { who, isWaited: true, end: null }
      begun.set(id, one)
      return ({ tellsEnd }) => {
        one.isWaited = false
        if (one.end === null) return
        begun.delete(id)
        if (!tellsEnd) tell(one.end, who)
      }
    },
    [Symbol.dispose]() {
      for (const stop of stops) stop()
    },
  }
}

function endOf(job: Job): JobEnd | null {
  switch (job.state) {
    case 'done':
      return { job, outcome: 'done', code: null }
    case 'failed':
      return { job, outcome: 'failed', code: job.error?.code ?? null }
    case 'cancelled':
      return { job, outcome: 'failed', code: 'job_cancelled' }
    default:
      return null
  }
}

/** The operation that begins such a job. */
export function actionOf(job: Job): string {
  if (job.kind === 'apply') return 'settings.applyAllRecommended'
  if (job.kind !== 'bulk') return `models.${job.kind}`
  return { start: 'models.bulkStart', stop: 'models.bulkStop', delete: 'models.bulkDelete' }[job.action]
}
