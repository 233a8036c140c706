export interface CheckedName {
  readonly registry: string
  readonly namespace: string
  readonly model: string
  readonly tag: string
}

export type NameCheck =
  | { readonly isValid: true; readonly name: string; readonly parts: CheckedName }
  | { readonly isValid: false; readonly problem: string }

const part = /^\w[\w.-]*$/
const limits = { registry: 350, namespace: 80, model: 80, tag: 80 } as const
const words = { registry: 'registry', namespace: 'namespace', model: 'model', tag: 'tag' } as const

/** A name as it is typed, by Ollama's grammar `[registry/][namespace/]model[:tag]`; null for nothing yet. */
export function checkModelName(text: string): NameCheck | null {
  const typed = text.trim().replace(/^ollama\s+(?:pull|run)\s+/, '')
  if (typed === '') return null
  const segments = typed.split('/')
  if (segments.length > 3) return wrong('A name has at most three parts between slashes.')
  const last = segments.pop() ?? ''
  const [model = '', tag = 'latest', ...rest] = last.split(':')
  if (rest.length > 0) return wrong('A name has one tag, after one colon.')
  const namespace = segments.pop() ?? 'library'
  const registry = segments.pop() ?? 'registry.ollama.ai'
  const parts: CheckedName = { registry, namespace, model, tag }
  for (const [key, value] of Object.entries(parts) as [keyof CheckedName, string][]) {
    const word = words[key]
    if (value === '') return wrong(`The ${word} is missing.`)
    if (value.length > limits[key]) return wrong(`The ${word} is longer than ${limits[key]} characters.`)
    // A registry may have a port; a namespace has no dots.
    const plain = key === 'registry' ? value.replace(/:\d+$/, '') : value
    const isFine =
      part.test(plain) && !plain.includes('..') && (key !== 'namespace' || !plain.includes('.') || isRegistry(plain))
    if (!isFine) return wrong(`The ${word} has a character that is not possible there.`)
  }
  // Two parts may be registry and model: hf.co/model is not a name, hf.co/org/model is.
  if (typed.split('/').length === 2 && isRegistry(namespace))
    return wrong('Between registry and model a namespace is missing.')
  return { isValid: true, name: typed.includes(':', typed.lastIndexOf('/') + 1) ? typed : `${typed}:latest`, parts }
}

const isRegistry = (text: string): boolean => text.includes('.')
const wrong = (problem: string): NameCheck => ({ isValid: false, problem })
