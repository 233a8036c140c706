import { ListedModelName, listedModelNamePattern, modelNamePattern } from '@ollama-dashboard/contracts'
import { DashboardError } from '../kernel/errors.ts'

const defaultHost = 'registry.ollama.ai'
const defaultNamespace = 'library'
const pattern = new RegExp(modelNamePattern)
const listedPattern = new RegExp(listedModelNamePattern)
const { maxLength: maxListedLength = 0 } = ListedModelName

export interface ModelNameParts {
  readonly host: string
  readonly namespace: string
  readonly model: string
  readonly tag: string
}

/** Takes a name apart, from the right as Ollama does, with its defaults filled in. Throws `validation_failed`. */
export function parseModelName(text: string): ModelNameParts {
  if (!pattern.test(text)) throw notAName('must be a model name: [host/][namespace/]model[:tag]')
  const slash = text.lastIndexOf('/')
  const [model = '', tag = 'latest'] = text.slice(slash + 1).split(':')
  const before = slash < 0 ? [] : text.slice(0, slash).split('/')
  const namespace = before.pop() ?? defaultNamespace
  return { host: before.pop() ?? defaultHost, namespace, model, tag }
}

/** A new name as Ollama will list it: its defaults left out, the tag always shown. Throws `validation_failed`. */
export function normalizeNewName(text: string): string {
  const { host, namespace, model, tag } = parseModelName(text)
  const short = `${model}:${tag}`
  if (host.toLowerCase() !== defaultHost) return `${host}/${namespace}/${short}`
  return namespace.toLowerCase() === defaultNamespace ? short : `${namespace}/${short}`
}

/**
 * The name of a model as its server lists it: in the form of `normalizeNewName` where Ollama's grammar knows it, and as it
 * is otherwise. Throws `validation_failed` for what no server may list.
 */
export function normalizeModelName(text: string): string {
  if (!mayBeListed(text)) throw notAName('must be the name of a model')
  return listedName(text)
}

/** Whether a model of that name can be shown and acted on. */
export const mayBeListed = (text: string): boolean => text.length <= maxListedLength && listedPattern.test(text)

/** The same for a name out of somebody else's file: what is none to us stays as it is. */
export const listedName = (text: string): string => (pattern.test(text) ? normalizeNewName(text) : text)

const notAName = (message: string) =>
  new DashboardError('validation_failed', 'That is not the name of a model.', {
    fieldErrors: [{ path: '/params/model', message }],
  })

/** Whether two names mean one model: without regard to case, and `:latest` where there is no tag. */
export const sameModel = (a: string, b: string): boolean => comparableName(a) === comparableName(b)

/** Equal for two names of one model: the key to look one up among many. */
export function comparableName(name: string): string {
  // What Ollama lists was valid to Ollama, whatever we think of it: it is compared as it is.
  return listedName(name).toLowerCase()
}
