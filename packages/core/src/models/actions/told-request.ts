import type { BulkResult, ModelSettings, SettingField, StartRequest } from '@ollama-dashboard/contracts'
import type { CallContext, ChangedFields } from '../../kernel/call-context.ts'
import { asLength } from '../../kernel/told-changes.ts'

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

const toldSettings = (settings: ModelSettings): ChangedFields =>
  Object.fromEntries(Object.entries(settings).map(([name, value]) => [name, toldSetting(name as SettingField, value)]))

/** What the audit log tells of the value of a setting: of texts how long, or how many, they are. */
export function toldSetting(setting: SettingField, value: unknown): unknown {
  if (setting === 'system' && typeof value === 'string') return asLength(value)
  if (setting === 'stop' && Array.isArray(value)) return value.length === 1 ? '1 text' : `${value.length} texts`
  return value
}
