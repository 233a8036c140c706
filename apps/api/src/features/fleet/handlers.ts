import type { HandlersOf } from '../features.ts'

export const fleetHandlers: HandlersOf<'fleet'> = ({ core: { instances } }) => ({
  list: (_, { context }) => ({ instances: [...instances.list(context)] }),
})
