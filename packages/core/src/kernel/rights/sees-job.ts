import type { Job } from '@ollama-dashboard/contracts'
import { type Actor, keyIdOf } from '../call-context.ts'
import { sees } from './sees.ts'

/** Whether an actor may know of a job: of all models that it is about or that its result names, on its server. */
export function seesJob(actor: Actor, job: Job): boolean {
  if (actor.grant === null) return true
  if (!sees(actor, { instance: job.instance })) return false
  // Of all models of a server: how many there are is told by nothing but its result.
  if (job.kind === 'apply' && actor.grant.models && job.created_by !== keyIdOf(actor)) return false
  return modelsOf(job).every((model) => sees(actor, { model }))
}

function modelsOf(job: Job): readonly string[] {
  if (job.kind === 'bulk') return job.models
  if (job.kind !== 'apply') return [job.model]
  return [...(job.result?.changes ?? []), ...(job.result?.errors ?? [])].map(({ model }) => model)
}
