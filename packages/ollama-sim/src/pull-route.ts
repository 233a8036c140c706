import type { Exchange } from './exchange.ts'
import { askedModel } from './find-model.ts'
import type { Machine } from './machine.ts'
import { readModelName } from './model-name.ts'
import { sendProgress } from './progress.ts'
import { pull } from './pull.ts'
import { withFault } from './pull-faults.ts'
import { bindJson } from './request-body.ts'

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
