import { monitorEventLoopDelay } from 'node:perf_hooks'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { scenarios } from '../src/scenarios.ts'
import { type Simulator, startSimulator } from '../src/simulator.ts'
import { type Comparison, createComparer } from './comparison.ts'
import { pulledModel, recordedModels } from './recorded-models.ts'
import { type Exchange, recordedVersions, recordingsOf } from './recording.ts'
import { exceptionFor, recordingExceptions } from './recording-exceptions.ts'
import { isExpressible } from './replay.ts'

// The pauses of a recording become shorter, and loads and replies with them.
const SPEED = 3
// About as fast as the recorded models were: what is sent during a reply has to meet it.
const TOKENS_PER_SECOND = 100
const PULL_BYTES_PER_SECOND = 16_000_000
/** Requests that are sent at moments of their own, and what they are to meet, are further apart than that. */
const LATE_MS = 40
/** From here on the server has its models; before, it has none. */
const FIRST_WITH_MODELS = '07-tags'

describe.each(recordedVersions)('like Ollama %s', (version) => {
  const scenario = { ...scenarios.laptop, version }
  const options = { speed: SPEED, tokensPerSecond: TOKENS_PER_SECOND }
  let empty: Simulator
  let stocked: Simulator
  beforeAll(async () => {
    empty = await startSimulator({ ...options, scenario: { ...scenario, models: [] } })
    stocked = await startSimulator({
      ...options,
      scenario: {
        ...scenario,
        models: recordedModels(version),
        registry: [pulledModel(version)],
        pull_bytes_per_second: PULL_BYTES_PER_SECOND,
      },
    })
  })
  afterAll(() => Promise.all([empty.close(), stocked.close()]))

  // One after the other, as they were recorded: each begins with what the one before left in memory.
  test.for(recordingsOf(version))('$name', async ({ name, exchanges }, { annotate }) => {
    const compare = createComparer(name < FIRST_WITH_MODELS ? empty : stocked, SPEED)
    for (const { id, request } of exchanges) {
      if (isExpressible(request)) continue
      expect(exceptionFor(version, id), `${id} is neither replayed nor listed`).toBeDefined()
    }
    for (const batch of batchesOf(exchanges.filter(({ request }) => isExpressible(request)))) {
      const delays = monitorEventLoopDelay({ resolution: 1 })
      delays.enable()
      const replayed = await Promise.all(
        batch.map(async (exchange) => ({ exchange, comparison: await compare(exchange) })),
      )
      delays.disable()
      const lateMs = Math.round(delays.max / 1e6)
      const isLate = isStaggered(batch) && lateMs > LATE_MS
      if (isLate) await annotate(`${batch[0]?.id}: its moments are not judged, this machine was ${lateMs} ms late.`)
      for (const { exchange, comparison } of replayed) {
        if (!isLate || !isOfItsMoment(exchange)) judge(exchange, comparison)
      }
      const ends = replayed.toSorted((a, b) => a.comparison.answeredAt - b.comparison.answeredAt)
      const recordedEnds = batch.toSorted((a, b) => endOf(a) - endOf(b))
      if (isStaggered(batch) && !isLate) {
        expect(ends.map(({ exchange }) => exchange.id)).toEqual(recordedEnds.map(({ id }) => id))
      }
    }
  })

  function judge({ id, request }: Exchange, { recorded, simulated, agrees }: Comparison): void {
    const what = `${id} ${request.method} ${request.path} ${JSON.stringify(request.body ?? request.raw ?? '')}`
    const exception = exceptionFor(version, id)
    if (exception === undefined) expect.soft(simulated, what).toEqual(recorded)
    else expect.soft(agrees, `${what} agrees: the exception "${exception.reason}" is no longer needed`).toBe(false)
  }
})

test('every exception is about something recorded', () => {
  const ids = recordedVersions.flatMap((version) =>
    recordingsOf(version).flatMap(({ exchanges }) => exchanges.map(({ id }) => ({ version, id }))),
  )
  const used = new Set(ids.map(({ version, id }) => exceptionFor(version, id)))
  expect(recordingExceptions.filter((entry) => !used.has(entry))).toEqual([])
})

/** What was sent together stays together. */
function batchesOf(exchanges: readonly Exchange[]): readonly (readonly Exchange[])[] {
  const batches: Exchange[][] = []
  for (const exchange of exchanges) {
    const open = batches.at(-1)
    if (exchange.request.together === true && open?.[0]?.request.together === true) open.push(exchange)
    else batches.push([exchange])
  }
  return batches
}

/** Sent at once, who is served first is left to chance. */
const isStaggered = (batch: readonly Exchange[]) =>
  batch.length > 1 && new Set(batch.map(({ request }) => request.sentAfterMs ?? 0)).size === batch.length

/** What is in memory now tells of what is under way meanwhile. */
const isOfItsMoment = ({ request }: Exchange) => request.path === '/api/ps'

const endOf = ({ request, answer }: Exchange) => (request.sentAfterMs ?? 0) + answer.endMs
