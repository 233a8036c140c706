import { ApiError } from '../http/api-error.ts'

/** `[scheme://]host/namespace/model:tag` with its defaults filled in. */
export interface ModelName {
  readonly scheme: string
  readonly host: string
  readonly namespace: string
  readonly model: string
  readonly tag: string
}

const HOST = 'registry.ollama.ai'
const NAMESPACE = 'library'

const PARTS = {
  host: /^[a-z0-9_][a-z0-9_.:-]{0,349}$/i,
  namespace: /^[a-z0-9_][a-z0-9_-]{0,79}$/i,
  model: /^[a-z0-9_][a-z0-9_.-]{0,79}$/i,
  tag: /^[a-z0-9_][a-z0-9_.-]{0,79}$/i,
} as const

/** Null for a name Ollama refuses. */
export function parseModelName(text: string): ModelName | null {
  const [, scheme = 'https', path = text] = /^([a-z]+):\/\/(.*)$/.exec(text) ?? []
  const colon = path.lastIndexOf(':')
  const hasTag = colon > path.lastIndexOf('/')
  const tag = hasTag ? path.slice(colon + 1) : 'latest'
  const segments = (hasTag ? path.slice(0, colon) : path).split('/')
  if (segments.length > 3) return null
  const [model = '', namespace = NAMESPACE, host = HOST] = segments.toReversed()
  const name = { scheme, host, namespace, model, tag }
  const valid =
    PARTS.host.test(host) && PARTS.namespace.test(namespace) && PARTS.model.test(model) && PARTS.tag.test(tag)
  return valid ? name : null
}

export function readModelName(text: string, refusal = 'invalid model name'): ModelName {
  const name = parseModelName(text)
  if (name === null) throw new ApiError(400, refusal)
  return name
}

/** The shortest form, always with its tag. */
export function shortName({ host, namespace, model, tag }: ModelName): string {
  if (host !== HOST) return `${host}/${namespace}/${model}:${tag}`
  return namespace === NAMESPACE ? `${model}:${tag}` : `${namespace}/${model}:${tag}`
}

export const fullName = ({ host, namespace, model, tag }: ModelName): string => `${host}/${namespace}/${model}:${tag}`

/** Equal for two spellings of one model: Ollama matches without regard to case. */
export const nameKey = (name: ModelName): string => fullName(name).toLowerCase()
