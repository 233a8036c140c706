import type { contract } from '@ollama-dashboard/contracts'
import type { Core } from '@ollama-dashboard/core'
import { serialized } from '../../http/answers/serialized.ts'
import type { Handlers } from '../../http/endpoints.ts'

export interface SystemDeps {
  readonly core: Core
  readonly version: string
}

export const systemHandlers = ({ core, version }: SystemDeps): Handlers<typeof contract.system> => ({
  stats: async () => serialized(await core.system.stats()),
  statsHistory: ({ query }) => core.system.history(query.range ?? '15m'),
  version: ({ query }) => ({ ...core.instances.version(query.instance), dashboard_version: version }),
  test: () => ({ message: 'The API answers.', time: new Date().toISOString() }),
})
