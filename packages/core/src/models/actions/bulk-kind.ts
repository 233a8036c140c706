import {
  type BulkAction,
  BulkProgress,
  type BulkResult,
  type BulkStartResult,
  bulkActions,
} from '@ollama-dashboard/contracts'
import { type Static, Type } from '@sinclair/typebox'
import type { JobKind } from '../../jobs/job-kind.ts'
import type { Models } from '../models.ts'

const OfModels = Type.Object({
  instance: Type.String(),
  models: Type.Array(Type.String()),
  // Absent from those that were stored when there was the start alone.
  action: Type.Optional(Type.Union(bulkActions.map((action) => Type.Literal(action)))),
})
export type OfModels = Static<typeof OfModels>
const Outcomes = Type.Unsafe<BulkStartResult | BulkResult>(Type.Object({ results: Type.Array(Type.Unknown()) }))

type BulkKind = JobKind<OfModels, BulkProgress, BulkStartResult | BulkResult, 'bulk'>

type BulkKindOptions = Pick<BulkKind, 'resumable' | 'isKeptFirst' | 'expectReady' | 'untilReady'> & {
  /** Asked for when a job runs. */
  readonly models: () => Models
}

const nouns: Readonly<Record<BulkAction, string>> = { start: 'start', stop: 'stop', delete: 'deletion' }
const beginnings = { start: 'models.bulkStart', stop: 'models.bulkStop', delete: 'models.bulkDelete' } as const
const actionOf = ({ action = 'start' }: OfModels): BulkAction => action

/** One action on several models. */
export const bulkKind = ({ models, ...common }: BulkKindOptions): BulkKind => ({
  ...common,
  schemas: { payload: OfModels, progress: BulkProgress, result: Outcomes },
  kind: 'bulk',
  // One after the other on a server, so that no two starts unload each other's models. A stop does not wait for them.
  maxConcurrent: 1,
  lane: (payload) => JSON.stringify(['bulk', actionOf(payload), payload.instance]),
  cancelHint: 'What was done before stays done.',
  key: (payload) =>
    JSON.stringify([actionOf(payload), payload.instance, payload.models.map((model) => model.toLowerCase())]),
  describe: (payload) => {
    const { length } = payload.models
    return `${nouns[actionOf(payload)]} of ${length === 1 ? '1 model' : `${length} models`}`
  },
  about: ({ instance }) => ({ instance }),
  details: (payload) => ({ action: actionOf(payload), models: payload.models }),
  // A model that was pulled again in the meantime is not deleted a second time.
  keepsProgress: true,
  begunBy: (payload) => beginnings[actionOf(payload)],
  async run({ payload, before, context, attempt, progress }) {
    await attempt()
    const { instance, models: names } = payload
    const input = { instance, models: names, onProgress: (items: BulkProgress['items']) => progress({ items }) }
    const act: Readonly<Record<BulkAction, () => Promise<BulkStartResult | BulkResult>>> = {
      start: () => models().bulkStart(context, input),
      stop: () => models().bulkStop(context, input),
      delete: () => models().bulkDelete(context, { ...input, before: before?.items }),
    }
    return act[actionOf(payload)]()
  },
})
