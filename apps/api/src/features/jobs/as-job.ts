import type { Job, JobResult } from '@ollama-dashboard/contracts'
import type { FastifyReply } from 'fastify'

/** The answer to a caller who does not wait for the end: the job, which goes on without them. */
export function asJob(reply: FastifyReply, job: Job): JobResult {
  reply.status(202)
  return { success: true, message: `The ${job.title} is ${job.state === 'queued' ? 'queued' : 'running'}.`, job }
}
