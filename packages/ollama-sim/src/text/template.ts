import { ApiError } from '../http/api-error.ts'
import type { Capability } from '../scenarios/simulated-model.ts'

/** What a prompt template lets a model do, besides what its weights can; the rest is theirs. */
const BY_VARIABLE = [
  ['tools', /\.Tools\b/],
  ['insert', /\.Suffix\b/],
  ['thinking', /\.Thinking\b/],
] as const satisfies readonly (readonly [Capability, RegExp])[]

const templateCapabilities = (template: string): readonly Capability[] =>
  BY_VARIABLE.filter(([, pattern]) => pattern.test(template)).map(([capability]) => capability)

/** The capabilities of a model once it is prompted with another template. */
export const withTemplate = (capabilities: readonly Capability[], template: string): readonly Capability[] => [
  ...capabilities.filter((capability) => !BY_VARIABLE.some(([ofTemplate]) => ofTemplate === capability)),
  ...templateCapabilities(template),
]

/** Refuses a template as Go's parser does; of its many complaints, the one a slip of the pen brings about. */
export function checkTemplate(template: string): void {
  const open = template.lastIndexOf('{{')
  if (open <= template.lastIndexOf('}}')) return
  const line = template.slice(0, open).split('\n').length
  throw new ApiError(400, `template error: template: :${line}: unclosed action`)
}
