import { serialized, serializedBytes } from '../../http/answers/serialized.ts'
import type { HandlersOf } from '../features.ts'

export const systemHandlers: HandlersOf<'system'> = ({ core, version }) => ({
  stats: async (_, { context }) => serialized(await core.system.stats(context)),
  statsHistory: async ({ query }, { context }) => serializedBytes(await core.system.history(context, query)),
  version: ({ query }, { context }) => ({
    ...core.instances.version(context, query),
    ...core.system.versions(context),
    dashboard_version: version,
  }),
  test: () => ({ message: 'The API is available.', time: new Date().toISOString() }),
})
