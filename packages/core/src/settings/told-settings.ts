import type { ChangedSetting } from '@ollama-dashboard/contracts'
import type { Change, ChangedFields } from '../kernel/call-context.ts'
import { toldSetting } from '../models/actions/told-request.ts'

/** The settings of one model that were changed. */
export interface ChangedModel {
  readonly model: string
  readonly changed: readonly ChangedSetting[]
}

/** As many models are named. */
const maxNamed = 50

/** What the audit log tells of changed settings: of texts how long they are, and of many models which settings. */
export function changeOfSettings(models: readonly ChangedModel[]): Change {
  const [first, ...others] = models
  if (!first) return {}
  if (others.length === 0) {
    const { model, changed } = first
    return { target: model, before: valuesOf(changed, 'before'), after: valuesOf(changed, 'after') }
  }
  const named = models.slice(0, maxNamed).map(({ model, changed }) => [model, changed.map(({ setting }) => setting)])
  return { target: null, after: { models: models.length, settings: Object.fromEntries(named) } }
}

const valuesOf = (changed: readonly ChangedSetting[], which: 'before' | 'after'): ChangedFields =>
  Object.fromEntries(changed.map((one) => [one.setting, toldSetting(one.setting, one[which])]))
