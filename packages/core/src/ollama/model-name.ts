import { ListedModelName, listedModelNamePattern, listedName, parseModelName } from '@ollama-dashboard/contracts'
import { DashboardError } from '../kernel/errors.ts'

const listedPattern = new RegExp(listedModelNamePattern)
const { maxLength: maxListedLength = 0 } = ListedModelName

/** A new name as Ollama will list it. Throws `validation_failed` for what Ollama takes for no name. */
export function normalizeNewName(text: string): string {
  if (!parseModelName(text)) throw notAName('must be a model name: [host/][namespace/]model[:tag]')
  return listedName(text)
}

/**
 * The name of a model as its server lists it: in the form of `normalizeNewName` where Ollama's grammar knows it, and as it
 * is otherwise. Throws `validation_failed` for what no server may list.
 */
export function normalizeModelName(text: string): string {
  if (!mayBeListed(text)) throw notAName('must be a model name')
  return listedName(text)
}

/** Whether a model of that name can be shown and acted on: half of a character cannot be written in an address. */
export const mayBeListed = (text: string): boolean =>
  text.length <= maxListedLength && text.isWellFormed() && listedPattern.test(text)

const notAName = (message: string) =>
  new DashboardError('validation_failed', 'Invalid model name.', {
    fieldErrors: [{ path: '/params/model', message }],
  })
