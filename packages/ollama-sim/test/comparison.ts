import { setTimeout as sleep } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import type { Clock } from '../src/clock.ts'
import type { Simulator } from '../src/simulator.ts'
import { portraitOf } from './portrait.ts'
import type { Answer, Exchange, RecordedRequest } from './recording.ts'
import { replay } from './replay.ts'

const LOAD_NS = 100_000_000
// A model that leaves is listed for a moment, and the pause in which it left is not recorded.
const PATIENCE_MS = 30_000
const PATIENCE_STEP_MS = 20

export interface Comparison {
  readonly recorded: unknown
  readonly simulated: unknown
  readonly agrees: boolean
  readonly answer: Answer
  /** When by the clock the first answer was there, whether or not it was asked for again. */
  readonly answeredAt: number
}

/** Replays requests in their order and lays each answer beside the recorded one. */
export function createComparer(simulator: Simulator, clock: Clock) {
  const recordedAt = new Map<string, number>()
  const simulatedAt = new Map<string, number>()

  const portraits = async (exchange: Exchange) => {
    const { request } = exchange
    const loadsBefore = simulator.loads.length
    const answer = await replay(simulator.url, request, clock)
    const hasLoaded = simulator.loads.length > loadsBefore
    const recordedLoad = request.together === true ? undefined : hasLoadedModel(exchange.answer)
    const recorded = { ...portraitOf(request, exchange.answer, together(request) ?? recordedAt), loads: recordedLoad }
    const simulated = {
      ...portraitOf(request, answer, together(request) ?? simulatedAt),
      loads: recordedLoad === undefined ? undefined : hasLoaded,
    }
    return { recorded, simulated, agrees: isDeepStrictEqual(recorded, simulated), answer }
  }

  return async (exchange: Exchange): Promise<Comparison> => {
    const until = Date.now() + PATIENCE_MS
    let comparison = await portraits(exchange)
    const answeredAt = clock.now()
    while (!comparison.agrees && mayStillChange(exchange.request) && Date.now() < until) {
      await sleep(PATIENCE_STEP_MS)
      const { sentAfterMs, ...request } = exchange.request
      comparison = await portraits({ ...exchange, request })
    }
    remember(recordedAt, exchange.answer)
    remember(simulatedAt, comparison.answer)
    return { ...comparison, answeredAt }
  }
}

const NO_MOMENTS = new Map<string, number>()

/** Among requests sent together it is left to chance which one a model answered last. */
const together = ({ together }: RecordedRequest) => (together === true ? NO_MOMENTS : undefined)

const mayStillChange = ({ path }: RecordedRequest) => path === '/api/ps'

/** Whether the request waited for its model to be loaded; undefined where the answer does not tell. */
function hasLoadedModel({ lines, endMs }: Answer): boolean | undefined {
  const last = lastLine(lines)
  if (last?.['done_reason'] === 'load') return endMs * 1e6 > LOAD_NS
  return typeof last?.['load_duration'] === 'number' ? last['load_duration'] > LOAD_NS : undefined
}

function remember(moments: Map<string, number>, { lines }: Answer): void {
  const last = lastLine(lines)
  const created = Date.parse(String(last?.['created_at']))
  if (!Number.isNaN(created)) moments.set(`${String(last?.['model'])}:latest`, created)
}

function lastLine(lines: Answer['lines']): Readonly<Record<string, unknown>> | undefined {
  try {
    return JSON.parse(lines.at(-1)?.text ?? '')
  } catch {
    return undefined
  }
}
