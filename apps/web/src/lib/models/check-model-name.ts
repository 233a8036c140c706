import { type ModelNameParts, namePartLengths, parseModelName } from '@ollama-dashboard/contracts/parse-model-name'

export interface CheckedName {
  readonly registry: string
  readonly namespace: string
  readonly model: string
  readonly tag: string
}

export type NameCheck =
  | { readonly isValid: true; readonly name: string; readonly parts: CheckedName }
  | { readonly isValid: false; readonly problem: string }

const partPattern = /^\w[\w.-]*$/

/** A name as it is typed, by Ollama's grammar `[registry/][namespace/]model[:tag]`; null for nothing yet. */
export function checkModelName(text: string): NameCheck | null {
  const typed = text.trim().replace(/^ollama\s+(?:pull|run)\s+/, '')
  if (typed === '') return null
  const parts = parseModelName(typed)
  if (!parts) return { isValid: false, problem: problemIn(typed) }
  const { host: registry, ...others } = parts
  const hasTag = typed.includes(':', typed.lastIndexOf('/') + 1)
  return { isValid: true, name: hasTag ? typed : `${typed}:latest`, parts: { registry, ...others } }
}

/** Why something is no name. */
function problemIn(typed: string): string {
  const segments = typed.split('/')
  if (segments.length > 3) return 'Max three parts separated by slashes.'
  const [model = '', tag = 'latest', ...rest] = segments.pop()?.split(':') ?? []
  if (rest.length > 0) return 'Only one tag, after one colon.'
  const isWithoutNamespace = segments.length === 1 && segments[0]?.includes('.') === true
  const [namespace = 'library', host = 'registry'] = segments.toReversed()
  for (const [key, value] of Object.entries({ host, namespace, model, tag }) as [keyof ModelNameParts, string][]) {
    const name = key === 'host' ? 'registry' : key
    if (value === '') return `The ${name} is missing.`
    if (value.length > namePartLengths[key]) return `The ${name} is longer than ${namePartLengths[key]} characters.`
    // A registry may have a port.
    const plain = key === 'host' ? value.replace(/:\d+$/, '') : value
    const isFine = partPattern.test(plain) && !plain.includes('..')
    if (!isFine) return `Invalid character in ${name === 'model' ? 'model name' : name}`
  }
  // Two parts may be registry and model: hf.co/model is not a name, hf.co/org/model is.
  return isWithoutNamespace ? 'Namespace missing between registry and model.' : 'Invalid character in namespace'
}
