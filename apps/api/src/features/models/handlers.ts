import { distinctModels } from '@ollama-dashboard/core'
import { serialized } from '../../http/answers/serialized.ts'
import type { HandlersOf } from '../features.ts'
import { pullModel } from './pull.ts'

export const modelHandlers: HandlersOf<'models'> = ({ core: { models, jobs } }) => ({
  running: async ({ query }, { context }) => serialized(await models.running(context, query)),
  available: async ({ query }, { context }) => serialized(await models.available(context, query)),
  start: ({ params, query, body }, { context }) => models.start(context, { ...params, ...query, request: body }),
  stop: ({ params, query }, { context }) => models.stop(context, { ...params, ...query }),
  restart: ({ params, query, body }, { context }) => models.restart(context, { ...params, ...query, request: body }),
  info: ({ params, query }, { context }) => models.info(context, { ...params, ...query }),
  status: ({ params, query }, { context }) => models.status(context, { ...params, ...query }),
  pull: pullModel(jobs),
  delete: ({ params, query }, { context }) => models.delete(context, { ...params, ...query }),
  deletePreview: ({ params, query }, { context }) => models.deletePreview(context, { ...params, ...query }),
  copy: ({ query, body }, { context }) => models.copy(context, { ...query, ...body }),
  bulkStart: {
    price: ({ body }) => distinctModels(body.models).length,
    handle: ({ query, body }, { context }) => models.bulkStart(context, { ...query, ...body }),
  },
})
