import { sameModel } from '@ollama-dashboard/contracts'
import { DashboardError } from '../../kernel/errors.ts'
import { normalizeModelName } from '../../ollama/model-name.ts'

/** Normalised names of a member of a body; throws `validation_failed` where two of them mean one model. */
export function distinctModels(names: readonly string[], member = 'models'): readonly string[] {
  const models = names.map(normalizeModelName)
  const fieldErrors = models.flatMap((model, index) => {
    const first = models.findIndex((other) => sameModel(other, model))
    return first === index
      ? []
      : [{ path: `/body/${member}/${index}`, message: `is the same model as ${member}/${first}` }]
  })
  if (fieldErrors.length === 0) return models
  throw new DashboardError('validation_failed', 'A model is listed more than once.', {
    hint: 'List each model once. A name without a tag means ":latest".',
    fieldErrors,
  })
}
