import { ApiError } from '../http/api-error.ts'
import type { Exchange } from '../http/exchange.ts'
import { bindJson } from '../http/request-body.ts'
import type { Machine } from '../machine.ts'
import { askedModel } from '../store/find-model.ts'
import { readModelName } from '../store/model-name.ts'
import { sendEmpty } from '../text/reply.ts'

const DELETE_REQUEST = { name: 'DeleteRequest', fields: { model: 'string', name: 'string' } } as const

/** DELETE /api/delete. A model in memory stays there: only its files go. */
export function deleteModel(machine: Machine, exchange: Exchange): void {
  const asked = askedModel(bindJson(exchange.body, DELETE_REQUEST))
  if (asked === '') throw new ApiError(400, 'model is required')
  const name = readModelName(asked, `name ${JSON.stringify(asked)} is invalid`)
  if (!machine.store.remove(name)) throw new ApiError(404, `model '${asked}' not found`)
  sendEmpty(exchange, 200)
}
