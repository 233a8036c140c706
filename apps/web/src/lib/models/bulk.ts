import { ApiError } from '@ollama-dashboard/client'
import { limits } from '@ollama-dashboard/contracts/limits'
import type { QueryClient } from '@tanstack/react-query'
import { api } from '../api/api.ts'
import { type InstanceName, instanceQuery } from '../api/instance-name.ts'
import { notify } from '../notices.ts'
import { createNotifier } from '../notifier.ts'
import { modelKeys } from '../queries/keys.ts'
import { rememberJob } from './jobs.ts'

export type BulkAction = 'stop' | 'delete'

export interface BulkItem {
  readonly model: string
  readonly state: 'waiting' | 'working' | 'done' | 'failed'
  /** Why it failed. */
  readonly error?: unknown
}

/** One action on several models, owned by this tab: it outlives pages, not a reload. */
export interface BulkJob {
  readonly id: number
  readonly action: BulkAction
  readonly instance: InstanceName
  readonly items: readonly BulkItem[]
  readonly isEnded: boolean
}

let bulkJobs: readonly BulkJob[] = []
let nextId = 1
const changes = createNotifier()
const controllers = new Map<number, AbortController>()

function update(id: number, change: (job: BulkJob) => BulkJob): void {
  bulkJobs = bulkJobs.map((job) => (job.id === id ? change(job) : job))
  changes.notify()
}

const setItem = (id: number, model: string, next: Omit<BulkItem, 'model'>): void =>
  update(id, (job) => ({
    ...job,
    items: job.items.map((item) => (item.model === model ? { model, ...next } : item)),
  }))

export const useBulkJobs = (): readonly BulkJob[] => changes.use(() => bulkJobs)

export function cancelBulk(id: number): void {
  controllers.get(id)?.abort()
}

export function forgetEndedBulk(): void {
  bulkJobs = bulkJobs.filter(({ isEnded }) => !isEnded)
  changes.notify()
}

/** Starts models, in as many jobs of the server as it takes: they go on when this page is closed. */
export async function startAll(client: QueryClient, models: readonly string[], instance: InstanceName): Promise<void> {
  const query = { wait: false, ...instanceQuery(instance) } as const
  try {
    for (let first = 0; first < models.length; first += limits.models) {
      const body = { models: models.slice(first, first + limits.models) }
      rememberJob(client, (await api.models.bulkStart({ query, body })).job)
    }
  } catch (error) {
    notify({ kind: 'broken', title: 'The models did not start', error })
  }
}

/** Stops or deletes several models, one after the other. */
export async function runBulk(
  client: QueryClient,
  action: BulkAction,
  models: readonly string[],
  instance: InstanceName,
): Promise<void> {
  const id = nextId
  nextId += 1
  const controller = new AbortController()
  controllers.set(id, controller)
  const items = models.map((model): BulkItem => ({ model, state: 'waiting' }))
  bulkJobs = [{ id, action, instance, items, isEnded: false }, ...bulkJobs]
  update(id, (job) => job)
  const { signal } = controller
  const query = instanceQuery(instance)
  try {
    for (const model of models) await actOn(id, action, model, query, signal)
  } catch (error) {
    const reason = signal.aborted ? new Error('Cancelled.') : error
    for (const item of bulkJobs.find((job) => job.id === id)?.items ?? [])
      if (item.state === 'waiting' || item.state === 'working')
        setItem(id, item.model, { state: 'failed', error: reason })
  }
  controllers.delete(id)
  update(id, (job) => ({ ...job, isEnded: true }))
  await client.invalidateQueries({ queryKey: modelKeys.all })
}

async function actOn(
  id: number,
  action: 'stop' | 'delete',
  model: string,
  query: { instance?: string },
  signal: AbortSignal,
) {
  setItem(id, model, { state: 'working' })
  try {
    await patiently(signal, async () => {
      if (action === 'stop') await api.models.stop({ params: { model }, query }, { signal })
      else await api.models.delete({ params: { model }, query }, { signal })
    })
    setItem(id, model, { state: 'done' })
  } catch (error) {
    signal.throwIfAborted()
    setItem(id, model, { state: 'failed', error })
  }
}

/** An empty bucket is no failure of the model's: it is waited for. */
async function patiently<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await work()
    } catch (error) {
      const seconds = error instanceof ApiError && error.code === 'rate_limited' ? error.retryAfterSeconds : null
      if (seconds === null) throw error
      await new Promise<void>((done, failed) => {
        const timer = setTimeout(done, seconds * 1000)
        signal.addEventListener('abort', () => {
          clearTimeout(timer)
          failed(signal.reason)
        })
      })
    }
  }
}
