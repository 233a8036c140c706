import type { Model } from '@ollama-dashboard/contracts'
import type { Instance } from '../instances/instance.ts'
import { formatSize } from '../kernel/text/format-size.ts'
import { capabilityFlags } from '../ollama/capabilities.ts'
import type { InstalledModel, LoadedModel } from '../ollama/ollama.ts'
import { thinkValues } from './think-values.ts'

/** A model as the API tells it. `size` is the sum of its layers on disk. */
export function describeInstalled(model: InstalledModel, instance: Instance): Model {
  const { capabilities, contextLength } = instance.traits.of(model)
  const flags = capabilityFlags(model.name, capabilities)
  return {
    name: model.name,
    instance: instance.name,
    digest: model.digest,
    modified_at: model.modifiedAt,
    details: { ...model.details, families: [...model.details.families] },
    capabilities: [...(capabilities ?? [])],
    ...flags,
    think_values: thinkValues(model, flags.has_reasoning),
    context_length: contextLength,
    remote: model.remote,
    size: model.size,
    formatted_size: formatSize(model.size),
  }
}

/** A model that is in memory though no list of installed ones has it, or none was read yet. */
export function describeLoaded(model: LoadedModel, instance: Instance): Model {
  const flags = capabilityFlags(model.name, null)
  return {
    name: model.name,
    instance: instance.name,
    digest: model.digest,
    modified_at: null,
    details: { ...model.details, families: [...model.details.families] },
    capabilities: [],
    ...flags,
    think_values: thinkValues(model, flags.has_reasoning),
    context_length: null,
    remote: false,
    size: null,
    formatted_size: null,
  }
}
