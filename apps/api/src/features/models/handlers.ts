import type { contract } from '@ollama-dashboard/contracts'
import type { Core } from '@ollama-dashboard/core'
import type { Handlers } from '../../endpoints.ts'
import { serialized } from '../../serialized.ts'
import { pullModel } from './pull.ts'

export const modelHandlers = ({ models, jobs }: Core): Handlers<typeof contract.models> => ({
  running: async ({ query }) => serialized(await models.running(query.instance, query)),
  available: async ({ query }) => serialized(await models.available(query.instance, query)),
  start: ({ params, query, body }, call) => models.start(params.model, body, call, query.instance),
  stop: ({ params, query }, call) => models.stop(params.model, call, query.instance),
  restart: ({ params, query, body }, call) => models.restart(params.model, body, call, query.instance),
  info: ({ params, query }, call) => models.info(params.model, call, query.instance, query),
  status: ({ params, query }) => models.status(params.model, query.instance),
  pull: pullModel(jobs),
})
