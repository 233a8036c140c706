import type { Model } from '@ollama-dashboard/contracts'

export const capabilities = ['vision', 'tools', 'reasoning', 'embedding'] as const
export type Capability = (typeof capabilities)[number]

/** What a model can do, in the words of the page. What is not known is not claimed. */
export function capabilitiesOf(model: Model): Capability[] {
  const can: Readonly<Record<Capability, boolean>> = {
    vision: model.has_vision === true,
    tools: model.has_tools === true,
    reasoning: model.has_reasoning === true,
    embedding: model.capabilities.includes('embedding'),
  }
  return capabilities.filter((capability) => can[capability])
}

/** Whether a model can reply: one for embeddings alone cannot. What is not known may be tried. */
export const canChat = ({ capabilities }: Pick<Model, 'capabilities'>): boolean =>
  capabilities.length === 0 || capabilities.includes('completion')
