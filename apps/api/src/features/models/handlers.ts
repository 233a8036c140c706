import { distinctModels } from '@ollama-dashboard/core'
import { serialized } from '../../http/answers/serialized.ts'
import type { HandlersOf } from '../features.ts'
import { pullModel } from './pull.ts'

export const modelHandlers: HandlersOf<'models'> = ({ core: { models, jobs } }) => ({
  running: async ({ query }) => serialized(await models.running(query.instance, query)),
  available: async ({ query }) => serialized(await models.available(query.instance, query)),
  start: ({ params, query, body }, call) => models.start(params.model, body, call, query.instance),
  stop: ({ params, query }, call) => models.stop(params.model, call, query.instance),
  restart: ({ params, query, body }, call) => models.restart(params.model, body, call, query.instance),
  info: ({ params, query }, call) => models.info(params.model, call, query.instance, query),
  status: ({ params, query }) => models.status(params.model, query.instance),
  pull: pullModel(jobs),
  delete: ({ params, query }, call) => models.delete(params.model, call, query.instance),
  deletePreview: ({ params, query }, call) => models.deletePreview(params.model, call, query.instance),
  copy: ({ query, body }, call) => models.copy(body.source, body.destination, call, query.instance),
  bulkStart: {
    price: ({ body }) => distinctModels(body.models).length,
    handle: ({ query, body }, call) => models.bulkStart(body.models, call, query.instance),
  },
})
