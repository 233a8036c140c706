import { ApiError } from '../http/api-error.ts'
import type { Exchange } from '../http/exchange.ts'
import { bindJson, textOf } from '../http/request-body.ts'
import type { Machine } from '../machine.ts'
import { nameKey, readModelName } from '../store/model-name.ts'
import { sendEmpty } from '../text/reply.ts'

const COPY_REQUEST = { name: 'CopyRequest', fields: { source: 'string', destination: 'string' } } as const

/** POST /api/copy: a second name for the same layers. A destination that exists is overwritten without a word. */
export function copy(machine: Machine, exchange: Exchange): void {
  const body = bindJson(exchange.body, COPY_REQUEST)
  const asked = textOf(body['source'])
  const source = readModelName(asked, `source ${JSON.stringify(asked)} is invalid`)
  const wanted = textOf(body['destination'])
  const destination = readModelName(wanted, `destination ${JSON.stringify(wanted)} is invalid`)
  const model = machine.store.find(source)
  if (model === undefined) throw new ApiError(404, `model ${JSON.stringify(asked)} not found`)
  // A copy onto itself writes nothing, not even the time.
  if (nameKey(source) !== nameKey(destination)) machine.store.put(destination, model)
  sendEmpty(exchange, 200)
}
