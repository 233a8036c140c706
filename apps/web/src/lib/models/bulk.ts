import type { BulkAction, JobResult } from '@ollama-dashboard/contracts'
import { limits } from '@ollama-dashboard/contracts/limits'
import type { QueryClient } from '@tanstack/react-query'
import { api } from '../api/api.ts'
import { type InstanceName, instanceQuery } from '../api/instance-name.ts'
import { notify } from '../notices.ts'
import { rememberJob } from './jobs.ts'

interface Batch {
  readonly query: { readonly wait: false; readonly instance?: string }
  readonly body: { readonly models: string[] }
}

const send: Readonly<Record<BulkAction, (batch: Batch) => Promise<JobResult>>> = {
  start: (batch) => api.models.bulkStart(batch),
  stop: (batch) => api.models.bulkStop(batch),
  delete: (batch) => api.models.bulkDelete(batch),
}

const failed: Readonly<Record<BulkAction, string>> = {
  start: 'The models did not start',
  stop: 'The models did not stop',
  delete: 'The models were not deleted',
}

/** Does one thing with several models, in as many jobs of the server as it takes: they go on when this page is closed. */
export async function beginBulk(
  client: QueryClient,
  action: BulkAction,
  models: readonly string[],
  instance: InstanceName,
): Promise<void> {
  const query = { wait: false, ...instanceQuery(instance) } as const
  try {
    for (let first = 0; first < models.length; first += limits.models) {
      const body = { models: models.slice(first, first + limits.models) }
      rememberJob(client, (await send[action]({ query, body })).job)
    }
  } catch (error) {
    notify({ kind: 'broken', title: failed[action], error })
  }
}
