import { allows, distinctModels } from '@ollama-dashboard/core'
import { missingPermission } from '../../access/refusals.ts'
import { serialized } from '../../http/answers/serialized.ts'
import type { HandlersOf } from '../features.ts'
import { asJob } from '../jobs/as-job.ts'
import { pullModel } from './pull.ts'

/** A bulk action costs a program what its models would one by one. */
const price = ({ body }: { readonly body: { readonly models: readonly string[] } }) =>
  distinctModels(body.models).length

export const modelHandlers: HandlersOf<'models'> = ({ core: { models, residency, jobs, system } }) => ({
  running: async ({ query }, { context }) => serialized(await models.running(context, query)),
  available: async ({ query }, { context }) => serialized(await models.available(context, query)),
  async start({ params, query: { wait, ...query }, body }, { context, reply }) {
    if (body.pull && !allows(context.actor, 'models.pull')) throw missingPermission('models.pull', context.actor)
    const input = { ...params, ...query, request: body }
    return wait === false ? asJob(reply, await jobs.startModel(context, input)) : models.start(context, input)
  },
  async stop({ params, query: { wait, ...query } }, { context, reply }) {
    const input = { ...params, ...query }
    return wait === false ? asJob(reply, await jobs.stopModel(context, input)) : models.stop(context, input)
  },
  async restart({ params, query: { wait, ...query }, body }, { context, reply }) {
    const input = { ...params, ...query, request: body }
    return wait === false ? asJob(reply, await jobs.restartModel(context, input)) : models.restart(context, input)
  },
  info: ({ params, query }, { context }) => models.info(context, { ...params, ...query }),
  status: ({ params, query }, { context }) => models.status(context, { ...params, ...query }),
  activity: ({ query }, { context }) => models.activity(context, query),
  plan: ({ query }, { context }) => models.plan(context, query),
  residency: ({ query }, { context }) => residency.read(context, query),
  memoryUsage: ({ query }, { context }) => system.memoryUsage(context, query),
  room: ({ query }, { context }) => models.room(context, query),
  pull: pullModel(jobs),
  delete: ({ params, query }, { context }) => models.delete(context, { ...params, ...query }),
  deletePreview: ({ params, query }, { context }) => models.deletePreview(context, { ...params, ...query }),
  copy: ({ query, body }, { context }) => models.copy(context, { ...query, ...body }),
  bulkStart: {
    price,
    async handle({ query: { wait, ...query }, body }, { context, reply }) {
      const input = { ...query, ...body }
      return wait === false ? asJob(reply, await jobs.startModels(context, input)) : models.bulkStart(context, input)
    },
  },
  bulkStop: {
    price,
    async handle({ query: { wait, ...query }, body }, { context, reply }) {
      const input = { ...query, ...body }
      return wait === false ? asJob(reply, await jobs.stopModels(context, input)) : models.bulkStop(context, input)
    },
  },
  bulkDelete: {
    price,
    async handle({ query: { wait, ...query }, body }, { context, reply }) {
      const input = { ...query, ...body }
      return wait === false ? asJob(reply, await jobs.deleteModels(context, input)) : models.bulkDelete(context, input)
    },
  },
})
