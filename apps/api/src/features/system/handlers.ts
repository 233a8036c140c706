import type { contract } from '@ollama-dashboard/contracts'
import type { Core } from '@ollama-dashboard/core'
import { serialized } from '../../http/answers/serialized.ts'
import type { Handlers } from '../../http/endpoints.ts'

export interface SystemDeps {
  readonly core: Core
  readonly version: string
}

export const systemHandlers = ({ core, version }: SystemDeps): Handlers<typeof contract.system> => ({
  stats: async (_, { context }) => serialized(await core.system.stats(context)),
  statsHistory: ({ query: { range = '15m' } }, { context }) => core.system.history(context, { range }),
  version: ({ query }, { context }) => ({ ...core.instances.version(context, query), dashboard_version: version }),
  test: () => ({ message: 'The API answers.', time: new Date().toISOString() }),
})
