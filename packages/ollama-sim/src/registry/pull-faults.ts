import { ApiError } from '../http/api-error.ts'
import type { Exchange } from '../http/exchange.ts'
import { type Machine, MODELS_DIR } from '../machine.ts'
import type { Progress } from './progress.ts'

type Lines = AsyncGenerator<Progress, void, void>

/** Passes the lines of a pull on until, after the first progress of a layer, the fault that was ordered is met. */
export function withFault(machine: Machine, exchange: Exchange, lines: Lines): Lines {
  if (exchange.fault === 'backwards') return backwards(machine, lines)
  return isBreaking(exchange.fault) ? breaking(exchange, lines) : lines
}

const BREAKING = ['error_line', 'disk_full', 'stall', 'truncate', 'reset_stream'] as const

const isBreaking = (fault: Exchange['fault']) => BREAKING.some((kind) => kind === fault)

async function* breaking({ fault, request, signal }: Exchange, lines: Lines): Lines {
  for await (const line of lines) {
    yield line
    if (line.digest === undefined) continue
    // Nothing more is fetched; what came so far stays.
    await lines.return()
    if (fault === 'error_line') throw new ApiError(500, 'max retries exceeded: unexpected EOF')
    if (fault === 'disk_full') throw new ApiError(500, `write ${partialFile(line.digest)}: no space left on device`)
    if (fault === 'truncate') return
    if (fault === 'reset_stream') request.socket.resetAndDestroy()
    await left(signal)
  }
}

const LINES_UNDER_WAY = 3

async function* backwards({ downloads }: Machine, lines: Lines): Lines {
  let underWay = 0
  for await (const line of lines) {
    yield line
    const { completed: before, ...layer } = line
    if (layer.digest === undefined || before === undefined || before === layer.total) continue
    underWay += 1
    if (underWay !== LINES_UNDER_WAY) continue
    const completed = downloads.fallBack(layer.digest)
    yield completed === 0 ? layer : { ...layer, completed }
  }
}

const partialFile = (digest: string) => `${MODELS_DIR}/blobs/${digest.replace(':', '-')}-partial`

/** Rejects when the caller hangs up. */
function left(signal: AbortSignal): Promise<never> {
  const { promise, reject } = Promise.withResolvers<never>()
  if (signal.aborted) reject(signal.reason)
  else signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  return promise
}
