import type { contract } from '@ollama-dashboard/contracts'
import type { Core } from '@ollama-dashboard/core'
import type { Handlers } from '../../http/endpoints.ts'

export const serviceHandlers = ({ service, instances }: Core): Handlers<typeof contract.service> => ({
  status: ({ query }, { context }) => service.status(context, query),
  instances: (_, { context }) => ({ instances: [...instances.list(context)] }),
})
