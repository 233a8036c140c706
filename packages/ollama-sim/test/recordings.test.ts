import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { scenarios } from '../src/scenarios/scenarios.ts'
import { type Simulator, startSimulator } from '../src/simulator.ts'
import { type Comparison, createComparer } from './comparison.ts'
import { pulledModel, recordedModels } from './recorded-models.ts'
import { type Exchange, recordedVersions, recordingsOf } from './recording.ts'
import { exceptionFor, recordingExceptions } from './recording-exceptions.ts'
import { isExpressible } from './replay.ts'
import { virtualClock } from './virtual-clock.ts'

// About as fast as the recorded models were: what is sent during a reply has to meet it.
const TOKENS_PER_SECOND = 100
const PULL_BYTES_PER_SECOND = 16_000_000
/** From here on the server has its models; before, it has none. */
const FIRST_WITH_MODELS = '07-tags'

describe.each(recordedVersions)('like Ollama %s', (version) => {
  const scenario = { ...scenarios.laptop, version }
  const clock = virtualClock()
  const options = { clock, tokensPerSecond: TOKENS_PER_SECOND }
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
  test.for(recordingsOf(version))('$name', async ({ name, exchanges }) => {
    const compare = createComparer(name < FIRST_WITH_MODELS ? empty : stocked, clock)
    for (const { id, request } of exchanges) {
      if (isExpressible(request)) continue
      expect(exceptionFor(version, id), `${id} is neither replayed nor listed`).toBeDefined()
    }
    for (const batch of batchesOf(exchanges.filter(({ request }) => isExpressible(request)))) {
      const replayed = await Promise.all(
        batch.map(async (exchange) => ({ exchange, comparison: await compare(exchange) })),
      )
      for (const { exchange, comparison } of replayed) judge(exchange, comparison)
      if (!isStaggered(batch)) continue
      const ends = replayed.toSorted((a, b) => a.comparison.answeredAt - b.comparison.answeredAt)
      const recordedEnds = batch.toSorted((a, b) => endOf(a) - endOf(b))
      expect(ends.map(({ exchange }) => exchange.id)).toEqual(recordedEnds.map(({ id }) => id))
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

const endOf = ({ request, answer }: Exchange) => (request.sentAfterMs ?? 0) + answer.endMs
