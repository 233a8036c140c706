import type { BulkResult, StartRequest } from '@ollama-dashboard/contracts'
import type { CallContext, ChangedFields } from '../../kernel/call-context.ts'
import { toldSettings } from '../../settings/told-settings.ts'

/** What the audit log tells of a request to load a model. */
export const toldRequest = ({ settings, ...rest }: StartRequest): ChangedFields => ({
  ...rest,
  ...(settings && { settings: toldSettings(settings) }),
})

/** Reports what became of several models; returns it. */
export function bulkTold<R extends Pick<BulkResult, 'results'>>(context: CallContext, result: R): R {
  const models = (isDone: boolean) =>
    result.results.flatMap(({ model, success }) => (success === isDone ? [model] : []))
  const failed = models(false)
  context.changed?.({ after: { models: models(true), ...(failed.length > 0 && { failed }) } })
  return result
}
