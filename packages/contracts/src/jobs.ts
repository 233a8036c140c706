import { Kind, type Static, type TProperties, type TSchema, Type } from '@sinclair/typebox'
import { Bytes, Closed, InstanceName, Named, NoQuery, Nullable, Percent, Timestamp } from './common.ts'
import { defineEndpoints } from './endpoint.ts'
import { Problem } from './errors.ts'
import { BulkResult, BulkStartResult, ModelActionResult } from './model-actions.ts'
import { ApplyResult } from './settings-changes.ts'
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

export const bulkActions = ['start', 'stop', 'delete'] as const
export type BulkAction = (typeof bulkActions)[number]

/** What one action on several models has come to; it goes through them in the order of the request. */
export const BulkProgress = Named('BulkProgress', {
  items: Type.Array(
    Named('BulkItem', {
      model: Type.String(),
      state: StringEnum(['waiting', 'loading', 'unloading', 'deleting', 'done', 'failed'], { title: 'BulkItemState' }),
      error: Type.Optional(Problem),
    }),
  ),
})
export type BulkProgress = Static<typeof BulkProgress>

/** A kind of job: beside what all jobs have, what it is for with its `result` where it has one, and its progress. */
const jobSchema = <const K extends string, P extends TProperties, G extends TSchema>(
  name: string,
  kind: K,
  own: P,
  progress: G,
) =>
  Named(name, {
    id: Type.String(),
    kind: StringEnum([kind]),
    title: Type.String({ description: 'What it does, in words', examples: ['pull of "llama3.2:3b"'] }),
    ...own,
    state: StringEnum(jobStates, { title: 'JobState' }),
    progress,
    error: Nullable(Problem),
    attempts: Type.Integer({ description: 'Number of attempts' }),
    created_by: Nullable(Type.String({ description: 'Id of the key that began it; null if no key is needed' })),
    created_at: Timestamp,
    started_at: Nullable(Timestamp),
    finished_at: Nullable(Timestamp),
  })

/** The pull of a model. */
export const PullJob = jobSchema(
  'PullJob',
  'pull',
  { model: Type.String(), instance: InstanceName },
  Nullable(PullProgress),
)
export type PullJob = Static<typeof PullJob>

/** What begins, ends or renews one model in memory: it tells no progress. */
const actionJob = <const K extends string>(name: string, kind: K) =>
  jobSchema(
    name,
    kind,
    { model: Type.String(), instance: InstanceName, result: Type.Optional(ModelActionResult) },
    Type.Null(),
  )

export const StartJob = actionJob('StartJob', 'start')
export type StartJob = Static<typeof StartJob>

export const StopJob = actionJob('StopJob', 'stop')
export type StopJob = Static<typeof StopJob>

export const RestartJob = actionJob('RestartJob', 'restart')
export type RestartJob = Static<typeof RestartJob>

/** The start, stop or deletion of several models. */
export const BulkJob = jobSchema(
  'BulkJob',
  'bulk',
  {
    instance: InstanceName,
    action: StringEnum(bulkActions, { title: 'BulkAction' }),
    models: Type.Array(Type.String(), { description: 'In the order of the request' }),
    result: Type.Optional(Type.Union([BulkStartResult, BulkResult])),
  },
  Nullable(BulkProgress),
)
export type BulkJob = Static<typeof BulkJob>

/** Recommended settings for all models. */
export const ApplyJob = jobSchema(
  'ApplyJob',
  'apply',
  { instance: InstanceName, result: Type.Optional(ApplyResult) },
  Type.Null(),
)
export type ApplyJob = Static<typeof ApplyJob>

/** Every kind of job by the `kind` that tells it from the others. A further kind is a row here. */
const kinds = { pull: PullJob, start: StartJob, stop: StopJob, restart: RestartJob, bulk: BulkJob, apply: ApplyJob }

/** Work that the server owns: it goes on when the caller leaves, and after the dashboard was restarted. */
export const Job = Type.Unsafe<Static<(typeof kinds)[keyof typeof kinds]>>({
  // `Type.Union` makes none of one member, and OpenAPI names the same thing however many there are.
  [Kind]: 'Union',
  title: 'Job',
  anyOf: Object.values(kinds),
})
export type Job = Static<typeof Job>

type Kinds = typeof kinds

/** The events that tell how far jobs are, one for each kind that has progress. */
export type ProgressEvent = {
  [K in keyof Kinds]: Static<Kinds[K]>['progress'] extends null ? never : `${K}.progress`
}[keyof Kinds]
/** A row for each of these events. */
export function progressEvents<T>(contents: T): Record<ProgressEvent, T> {
  const withProgress = Object.entries(kinds).filter(([, { properties }]) => properties.progress[Kind] !== 'Null')
  return Object.fromEntries(withProgress.map(([kind]) => [`${kind}.progress`, contents])) as Record<ProgressEvent, T>
}

const resultOf = <J extends TSchema>(name: string, job: J) =>
  Named(name, { success: Type.Literal(true), message: Type.String(), job })

export const PullResult = resultOf('PullResult', PullJob)
export type PullResult = Static<typeof PullResult>

export const JobResult = resultOf('JobResult', Job)
export type JobResult = Static<typeof JobResult>

/** `wait` of what can be a job, and the answer of one that is not waited for. */
export const wait = Type.Optional(Type.Boolean({ description: 'false: return 202 with the job immediately' }))
export const asJob = {
  status: 202,
  query: { wait: false },
  response: JobResult,
  description: 'The job, returned immediately; it continues without its caller',
} as const

/** What a watched pull tells: `progress` as it goes on, then `done` with the job. */
export const PullEvent = Type.Union([PullProgress, PullJob], { title: 'PullEvent' })
export type PullEvent = Static<typeof PullEvent>

/** `changed` is false for a job that had ended before. */
export const CancelResult = Named('CancelResult', { ...JobResult.properties, changed: Type.Boolean() })
export type CancelResult = Static<typeof CancelResult>

export const JobId = Type.String({
  minLength: 1,
  maxLength: 64,
  pattern: '^[A-Za-z0-9_-]+$',
  examples: ['2f6c0a4e-41f1'],
})
const ById = Closed({ id: JobId })

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
    summary: 'Retry a failed or cancelled job under the same id; it needs the permission to begin it too',
    params: ById,
    query: NoQuery,
    status: 202,
    response: JobResult,
    errors: ['job_not_found', 'job_not_ended', 'instance_not_found', 'ollama_unreachable', 'storage_unavailable'],
  },
})
