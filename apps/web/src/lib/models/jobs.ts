import { ApiError } from '@ollama-dashboard/client'
import type { BulkAction, Job, Problem, PullJob, RestartJob, StartJob, StopJob } from '@ollama-dashboard/contracts'
import { sameModel } from '@ollama-dashboard/contracts/parse-model-name'
import { type QueryClient, queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { Operation } from '../access/operations.ts'
import { api } from '../api/api.ts'
import { type InstanceName, instanceQuery } from '../api/instance-name.ts'
import { unlessLive } from '../api/live.ts'
import { missing } from '../api/use-permission.ts'
import { notify } from '../notices.ts'
import { jobsKey } from '../queries/keys.ts'
import { sessionQuery } from '../queries/server.ts'

export const jobsQuery = queryOptions({
  queryKey: jobsKey,
  queryFn: ({ signal }) => api.jobs.list({}, { signal }),
  refetchInterval: unlessLive(1000),
})

export const isPull = (job: Job): job is PullJob => job.kind === 'pull'

/** Work on one model in memory: lists and rows of models show how it stands. */
export type ActionJob = StartJob | StopJob | RestartJob
export const isAction = (job: Job): job is ActionJob =>
  job.kind === 'start' || job.kind === 'stop' || job.kind === 'restart'

export const isEnded = ({ state }: Job): boolean => state === 'done' || state === 'failed' || state === 'cancelled'

const beginnings = {
  pull: 'models.pull',
  start: 'models.start',
  stop: 'models.stop',
  restart: 'models.restart',
  apply: 'settings.applyAllRecommended',
} as const satisfies Readonly<Record<Exclude<Job['kind'], 'bulk'>, Operation>>

const bulkBeginnings = {
  start: 'models.bulkStart',
  stop: 'models.bulkStop',
  delete: 'models.bulkDelete',
} as const satisfies Readonly<Record<BulkAction, Operation>>

/** What a retry of it needs: to go on deleting is to delete. */
export const operationsOfRetry = (job: Job): readonly Operation[] => [
  'jobs.retry',
  job.kind === 'bulk' ? bulkBeginnings[job.action] : beginnings[job.kind],
]

/** The title of a job, to begin a sentence with. */
export const titleOf = ({ title }: Job): string => title.charAt(0).toUpperCase() + title.slice(1)

/** Puts a job where the page has its jobs, newest first. */
export function rememberJob(client: QueryClient, job: Job): void {
  const { queryKey } = jobsQuery
  const known = client.getQueryData(queryKey)?.jobs
  if (!known) return
  const before = known.find(({ id }) => id === job.id)
  client.setQueryData(queryKey, { jobs: before ? known.map((one) => (one === before ? job : one)) : [job, ...known] })
  // An answer that is on its way may be of before that, and would take its place.
  if (before?.state !== job.state && client.isFetching({ queryKey }) > 0) void client.invalidateQueries({ queryKey })
}

/**
 * Resolves with a job as it ended, by what the page is told of jobs; rejects with its problem if it failed. A page that
 * is left ends the waiting and not the job.
 */
export function jobEnded<J extends Job>(client: QueryClient, job: J): Promise<J> {
  rememberJob(client, job)
  const { queryKey } = jobsQuery
  return new Promise((resolve, reject) => {
    const look = () => {
      const now = client.getQueryData(queryKey)?.jobs.find(({ id }) => id === job.id)
      if (!now || !isEnded(now)) return
      leave()
      if (now.error) reject(new ApiError(now.error as Problem))
      // A job never changes its kind.
      else resolve(now as J)
    }
    const leave = client.getQueryCache().subscribe(({ query }) => {
      if (query.queryKey[0] === queryKey[0]) look()
    })
    look()
  })
}

/** Pulls a model. The server owns the pull: closing the page does not end it. */
export function usePull(instance: InstanceName) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (model: string) =>
      api.models.pull({ params: { model }, query: { wait: false, ...instanceQuery(instance) } }),
    onSuccess: ({ job }) => rememberJob(client, job),
    meta: { invalidates: [jobsKey] },
    onError: (error, model) => notify({ kind: 'broken', title: `${model}: pull failed`, topic: 'pull', error }),
  })
}

export function useJobActions() {
  const client = useQueryClient()
  const meta = { invalidates: [jobsKey] }
  const cancel = useMutation({
    mutationFn: ({ id }: Job) => api.jobs.cancel({ params: { id } }),
    onSuccess: ({ job, changed }) => {
      rememberJob(client, job)
      const session = client.getQueryData(sessionQuery.queryKey)
      const undo = missing(session, ...operationsOfRetry(job)) === null && {
        undo: { label: 'Resume', run: () => retry.mutate(job) },
      }
      if (changed) notify({ kind: 'ok', title: `${titleOf(job)} cancelled`, topic: 'cancel', ...undo })
    },
    onError: (error, job) =>
      notify({ kind: 'broken', title: `${titleOf(job)}: cancel failed`, topic: 'cancel', error }),
    meta,
  })
  const retry = useMutation({
    mutationFn: ({ id }: Job) => api.jobs.retry({ params: { id } }),
    onSuccess: ({ job }) => rememberJob(client, job),
    onError: (error, job) => notify({ kind: 'broken', title: `${titleOf(job)}: retry failed`, topic: 'retry', error }),
    meta,
  })
  return { cancel: cancel.mutate, retry: retry.mutate }
}

/** The pull of a model that has not ended; null when there is none. */
export function usePullOf(model: string): PullJob | null {
  const { data } = useQuery({
    ...jobsQuery,
    select: ({ jobs }) => jobs.filter(isPull).find((job) => sameModel(job.model, model) && !isEnded(job)) ?? null,
  })
  return data ?? null
}

/**
 * The last pull of a model where that was cancelled or failed: Ollama has kept what was downloaded. Null where nothing
 * was, or another is under way.
 */
export function useResumablePull(model: string): PullJob | null {
  const { data } = useQuery({ ...jobsQuery, select: ({ jobs }) => resumablePull(jobs, model) })
  return data ?? null
}

/** `jobs` are newest first. */
function resumablePull(jobs: readonly Job[], model: string): PullJob | null {
  const last = jobs.filter(isPull).find((job) => sameModel(job.model, model))
  if (last?.state !== 'cancelled' && last?.state !== 'failed') return null
  return last.progress?.completed ? last : null
}

/** All downloads under way together, in percent; null while none is, or none knows its size. */
export function overallPercent(jobs: readonly Job[]): number | null {
  const pulls = jobs.filter(isPull).filter((job) => !isEnded(job))
  const known = pulls.flatMap(({ progress }) => (progress?.total ? [progress] : []))
  const total = known.reduce((sum, progress) => sum + (progress.total ?? 0), 0)
  if (total === 0) return null
  return (100 * known.reduce((sum, progress) => sum + (progress.completed ?? 0), 0)) / total
}
