import { type Static, Type } from '@sinclair/typebox'
import { InstanceName, Named, Nullable, Timestamp } from './common.ts'

/**
 * What a model does, as far as this dashboard can tell: requests that others send to Ollama directly are not counted. A
 * value that is not known is null.
 */
export const ModelActivity = Named('ModelActivity', {
  model: Type.String(),
  requests: Type.Integer({ description: 'Requests through this dashboard that are running' }),
  tokens_per_second: Nullable(
    Type.Number({
      description: 'Of the running replies together, over the last five seconds; Ollama sends about one token per line',
    }),
  ),
  context_used: Nullable(
    Type.Integer({ description: 'tokens; prompt and reply of the last finished reply since the model was loaded' }),
  ),
  last_used_at: Nullable({
    ...Timestamp,
    description: 'Last reply through this dashboard, or when Ollama was seen to extend the time of the model in memory',
  }),
})
export type ModelActivity = Static<typeof ModelActivity>

export const ModelsActivity = Named('ModelsActivity', {
  instance: InstanceName,
  models: Type.Array(ModelActivity, { description: 'Models that are loaded, and others with a running request' }),
})
export type ModelsActivity = Static<typeof ModelsActivity>
