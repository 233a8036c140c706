import { limits } from './limits.ts'

/** Characters that each part of a name may have. */
export const namePartLengths = { host: 350, namespace: 80, model: 80, tag: 80 } as const

const word = '[A-Za-z0-9_]'
const rest = (length: number) => `{0,${length - 1}}`
const part = `${word}[A-Za-z0-9_.\\-]${rest(namePartLengths.model)}`
const namespace = `${word}[A-Za-z0-9_\\-]${rest(namePartLengths.namespace)}`
const host = `${word}[A-Za-z0-9_.:\\-]${rest(namePartLengths.host)}`

/**
 * Ollama's grammar of a model's name, `[[host/]namespace/]model[:tag]`: host at most 350 characters, the other parts at
 * most 80, no `..` anywhere. Without a tag, `:latest` is meant. Source: types/model/name.go of Ollama.
 */
export const modelNamePattern = `^(?!.*\\.\\.)(?:(?:${host}/)?${namespace}/)?${part}(?::${part})?$`

const pattern = new RegExp(modelNamePattern)
const defaultHost = 'registry.ollama.ai'
const defaultNamespace = 'library'

export interface ModelNameParts {
  readonly host: string
  readonly namespace: string
  readonly model: string
  readonly tag: string
}

/** Takes a name apart, from the right as Ollama does, with its defaults filled in; null for what is no name to Ollama. */
export function parseModelName(text: string): ModelNameParts | null {
  if (!pattern.test(text)) return null
  const slash = text.lastIndexOf('/')
  const [model = '', tag = 'latest'] = text.slice(slash + 1).split(':')
  const before = slash < 0 ? [] : text.slice(0, slash).split('/')
  const namespace = before.pop() ?? defaultNamespace
  return { host: before.pop() ?? defaultHost, namespace, model, tag }
}

/** A name as Ollama lists it: its defaults left out, the tag always shown. What is no name to Ollama stays as it is. */
export function listedName(text: string): string {
  const parts = parseModelName(text)
  if (!parts) return text
  const { host, namespace, model, tag } = parts
  const short = `${model}:${tag}`
  if (host.toLowerCase() !== defaultHost) return `${host}/${namespace}/${short}`
  return namespace.toLowerCase() === defaultNamespace ? short : `${namespace}/${short}`
}

/** Names recur, in lists that are gone through for each of them: so each is parsed once. */
const comparable = new Map<string, string>()
const maxRemembered = 5000

/** Equal for two names of one model: without regard to case, and `:latest` where there is no tag. */
export function comparableName(name: string): string {
  const known = comparable.get(name)
  if (known !== undefined) return known
  const key = listedName(name).toLowerCase()
  if (name.length > limits.modelNameLength) return key
  if (comparable.size >= maxRemembered) comparable.clear()
  comparable.set(name, key)
  return key
}

/** Whether two names mean one model. */
export const sameModel = (a: string, b: string): boolean => comparableName(a) === comparableName(b)
