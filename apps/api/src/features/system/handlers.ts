import { serialized } from '../../http/answers/serialized.ts'
import type { HandlersOf } from '../features.ts'

export const systemHandlers: HandlersOf<'system'> = ({ core, version }) => ({
  stats: async () => serialized(await core.system.stats()),
  statsHistory: ({ query }) => core.system.history(query.range ?? '15m'),
  version: ({ query }) => ({ ...core.instances.version(query.instance), dashboard_version: version }),
  test: () => ({ message: 'The API answers.', time: new Date().toISOString() }),
})
