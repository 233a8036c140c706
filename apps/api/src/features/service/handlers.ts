import type { HandlersOf } from '../features.ts'

export const serviceHandlers: HandlersOf<'service'> = ({ core: { service } }) => ({
  status: ({ query }, { context }) => service.status(context, query),
})
