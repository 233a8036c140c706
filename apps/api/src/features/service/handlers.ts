import type { HandlersOf } from '../features.ts'

export const serviceHandlers: HandlersOf<'service'> = ({ core: { service } }) => ({
  status: ({ query }, { signal }) => service.status(signal, query.instance),
})
