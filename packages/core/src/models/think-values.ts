import type { Model, Think } from '@ollama-dashboard/contracts'
import type { InstalledModel } from '../ollama/ollama.ts'
import file from './think-values.json' with { type: 'json' }

interface ThinkRule {
  readonly names: RegExp
  readonly families: readonly string[]
  readonly values: readonly Think[]
}

const rules: readonly ThinkRule[] = file.models.map(({ names, families, values }) => ({
  names: new RegExp(`^(?:[^/]+/)*${names}(?:[:-]|$)`, 'i'),
  families,
  // JSON has no literal types; a test compares the file with the contract.
  values: values as Think[],
}))

/** Servers between 0.11.0 and 0.17.6 refuse a level for any other model; later ones take it for `true`. */
const onOrOff: readonly Think[] = [false, true]

/**
 * What `think` takes and what makes a difference: a model that is not among those of the data file thinks or does not.
 * Empty for one that cannot think; null where nobody knows whether it can.
 */
export function thinkValues(
  { name, details }: Pick<InstalledModel, 'name' | 'details'>,
  canThink: boolean | null,
): Model['think_values'] {
  if (canThink === null) return null
  if (!canThink) return []
  const rule = rules.find(({ names, families }) => families.includes(details.family ?? '') || names.test(name))
  return [...(rule?.values ?? onOrOff)]
}
