import { ApiError } from '../http/api-error.ts'
import { type Body, textOf } from '../http/request-body.ts'
import type { Machine } from '../machine.ts'
import type { SimulatedModel } from '../scenarios/simulated-model.ts'
import { parseModelName, shortName } from './model-name.ts'

/** The name a request asks for, in the field of today or the one of old. */
export const askedModel = (body: Body): string => textOf(body['model']) || textOf(body['name'])

/** The model of generate and chat. An empty name is one that is not found. */
export function findModel(machine: Machine, asked: string): SimulatedModel {
  const name = parseModelName(asked)
  if (name === null && asked !== '') throw new ApiError(400, 'invalid model name')
  const model = name === null ? undefined : machine.store.find(name)
  if (model === undefined) throw new ApiError(404, `model '${asked}' not found`)
  return model
}

/** The model of show, whose 404 names the tag in newer versions. */
export function findModelToShow(machine: Machine, asked: string): SimulatedModel {
  if (asked === '') throw new ApiError(400, 'model is required')
  const name = parseModelName(asked)
  if (name === null) throw new ApiError(400, 'invalid model name')
  const model = machine.store.find(name)
  if (model !== undefined) return model
  throw new ApiError(404, `model '${machine.habits.showNamesTheTag ? shortName(name) : asked}' not found`)
}

export function findModelToEmbed(machine: Machine, asked: string): SimulatedModel {
  const name = parseModelName(asked)
  const model = name === null ? undefined : machine.store.find(name)
  if (model === undefined) throw new ApiError(404, `model ${JSON.stringify(asked)} not found, try pulling it first`)
  return model
}
