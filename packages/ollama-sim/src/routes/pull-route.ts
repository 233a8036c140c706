import type { Exchange } from '../http/exchange.ts'
import { bindJson } from '../http/request-body.ts'
import type { Machine } from '../machine.ts'
import { sendProgress } from '../registry/progress.ts'
import { pull } from '../registry/pull.ts'
import { withFault } from '../registry/pull-faults.ts'
import { askedModel } from '../store/find-model.ts'
import { readModelName } from '../store/model-name.ts'

const PULL_REQUEST = {
  name: 'PullRequest',
  fields: { model: 'string', name: 'string', insecure: 'bool', stream: 'bool' },
} as const

/** POST /api/pull. Hanging up leaves the pull; it stops if nobody else wants it, and goes on from there the next time. */
export async function pullModel(machine: Machine, exchange: Exchange): Promise<void> {
  const body = bindJson(exchange.body, PULL_REQUEST)
  const name = readModelName(askedModel(body))
  const lines = pull(machine, { name, insecure: body['insecure'] === true, signal: exchange.signal })
  await sendProgress(exchange, withFault(machine, exchange, lines), { streams: body['stream'] !== false })
}
