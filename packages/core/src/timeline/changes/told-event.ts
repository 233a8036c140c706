import type { Job } from '@ollama-dashboard/contracts'
import type { Announced } from '../../events/event-bus.ts'
import type { EventScope } from '../timeline-event-table.ts'
import type { NewEvent } from './new-event.ts'

/** What the timeline keeps of an event that everybody is told of; null for what it has from elsewhere, or not at all. */
export function toldEvent(event: Announced): NewEvent | null {
  const { type, at, instance = null, model = null, by = null, detail = null, job } = event
  const about = { at, instance, model, by, detail }
  switch (type) {
    case 'model.load_failed':
      return { kind: 'model', type, severity: 'warning', ...about }
    case 'model.deleted':
    case 'model.copied':
      return { kind: 'model', type, ...about }
    case 'job.changed':
      return job ? endOf(job, about) : null
    default:
      return null
  }
}

function endOf(job: Job, about: Pick<NewEvent, 'at' | 'instance' | 'model' | 'by' | 'detail'>): NewEvent | null {
  const { state, title } = job
  if (state !== 'done' && state !== 'failed' && state !== 'cancelled') return null
  const what = title.charAt(0).toUpperCase() + title.slice(1)
  return {
    kind: 'job',
    type: `job.${state}`,
    ...about,
    severity: state === 'failed' ? 'warning' : null,
    detail: state === 'failed' && about.detail ? `${what}: ${about.detail}` : `${what}.`,
    scope: scopeOf(job),
  }
}

function scopeOf(job: Job): EventScope {
  if (job.kind === 'bulk') return { models: job.models }
  return job.kind === 'apply' ? { isOfAll: true } : {}
}
