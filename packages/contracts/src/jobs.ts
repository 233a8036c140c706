import { type Static, Type } from '@sinclair/typebox'
import { Bytes, Closed, InstanceName, Named, NoQuery, Nullable, Percent, Timestamp } from './common.ts'
import { defineEndpoints } from './endpoint.ts'
import { Problem } from './errors.ts'
import { StringEnum } from './string-enum.ts'

export const jobStates = ['queued', 'running', 'done', 'failed', 'cancelled'] as const
export type JobState = (typeof jobStates)[number]

/** How far a pull is. Keyed by digest, so it never runs backwards; what is not known yet is null. */
export const PullProgress = Named('PullProgress', {
  status: Type.String({ description: 'Status text of Ollama: "pulling manifest", "verifying sha256 digest"' }),
  digest: Nullable(Type.String({ description: 'The layer being downloaded' })),
  layer_total: Nullable(Bytes),
  layer_completed: Nullable(Bytes),
  total: Nullable({ ...Bytes, description: 'Bytes of all layers known so far' }),
  completed: Nullable(Bytes),
  percent: Nullable(Percent),
  bytes_per_second: Nullable(Type.Number({ description: 'Smoothed' })),
  eta_seconds: Nullable(Type.Number()),
})
export type PullProgress = Static<typeof PullProgress>

/** The pull of a model. */
export const PullJob = Named('PullJob', {
  id: Type.String(),
  kind: StringEnum(['pull']),
  model: Type.String(),
  instance: InstanceName,
  state: StringEnum(jobStates, { title: 'JobState' }),
  progress: Nullable(PullProgress),
  error: Nullable(Problem),
  attempts: Type.Integer({ description: 'Number of attempts' }),
  created_at: Timestamp,
  started_at: Nullable(Timestamp),
  finished_at: Nullable(Timestamp),
})
export type PullJob = Static<typeof PullJob>

/**
 * Work that the server owns: it goes on when the caller leaves, and after the dashboard was restarted. Each kind of job
 * is a member, told from the others by its `kind`.
 */
export const Job = Type.Union([PullJob])
export type Job = Static<typeof Job>

export const JobResult = Named('JobResult', { success: Type.Literal(true), message: Type.String(), job: Job })
export type JobResult = Static<typeof JobResult>

/** What a watched pull tells: `progress` as it goes on, then `done` with the job. */
export const PullEvent = Type.Union([PullProgress, PullJob], { title: 'PullEvent' })
export type PullEvent = Static<typeof PullEvent>

/** `changed` is false for a job that had ended before. */
export const CancelResult = Named('CancelResult', { ...JobResult.properties, changed: Type.Boolean() })
export type CancelResult = Static<typeof CancelResult>

const ById = Closed({
  id: Type.String({ minLength: 1, maxLength: 64, pattern: '^[A-Za-z0-9_-]+$', examples: ['2f6c0a4e-41f1'] }),
})

export const jobs = defineEndpoints({
  list: {
    method: 'GET',
    path: '/api/jobs',
    access: 'viewer',
    summary: 'List active, queued and finished jobs, newest first',
    query: NoQuery,
    status: 200,
    response: Named('Jobs', { jobs: Type.Array(Job) }),
  },
  get: {
    method: 'GET',
    path: '/api/jobs/:id',
    access: 'viewer',
    summary: 'Get a job',
    params: ById,
    query: NoQuery,
    status: 200,
    response: Job,
    errors: ['job_not_found'],
  },
  cancel: {
    method: 'DELETE',
    path: '/api/jobs/:id',
    access: 'operator',
    summary: 'Cancel a job; downloaded data is kept for a retry',
    params: ById,
    query: NoQuery,
    status: 200,
    response: CancelResult,
    errors: ['job_not_found', 'storage_unavailable'],
  },
  retry: {
    method: 'POST',
    path: '/api/jobs/:id/retry',
    access: 'operator',
    bucket: 'model_pull',
    summary: 'Retry a failed or cancelled job under the same id',
    params: ById,
    query: NoQuery,
    status: 202,
    response: JobResult,
    errors: ['job_not_found', 'job_not_ended', 'instance_not_found', 'ollama_unreachable', 'storage_unavailable'],
  },
})
