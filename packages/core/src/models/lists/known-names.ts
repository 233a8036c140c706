import { comparableName } from '@ollama-dashboard/contracts'
import type { Instance } from '../../instances/instance.ts'
import type { Labels } from '../../kernel/contributions.ts'

const namesIn = new WeakMap<object, ReadonlySet<string>>()

/** Made once for each answer of a server: a thousand names are not gone through again for each scrape. */
function installedNames(instance: Instance): ReadonlySet<string> | null {
  const { value } = instance.installed.current()
  if (value === null) return null
  const names = namesIn.get(value) ?? new Set(value.map(({ name }) => comparableName(name)))
  namesIn.set(value, names)
  return names
}

/** Whether the server and the model that a series is of are still there, as far as is known. */
export function isKnownIn(instances: () => readonly Instance[]): (labels: Labels) => boolean {
  return ({ instance_name, model }) => {
    if (!instance_name) return true
    const instance = instances().find(({ name }) => name === instance_name)
    if (!instance) return false
    return !model || (installedNames(instance)?.has(comparableName(model)) ?? true)
  }
}
