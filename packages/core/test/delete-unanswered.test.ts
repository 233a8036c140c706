import { expect, test } from 'vitest'
import { DashboardError } from '../src/kernel/errors.ts'
import { type DeleteTools, deleteModel } from '../src/models/actions/delete-model.ts'
import type { Ollama } from '../src/ollama/ollama.ts'
import { caller } from './caller.ts'
import { installedModel, loadedModel, refused, stubInstance } from './stub-ollama.ts'

const signal = new AbortController().signal

/** A server that deletes as told, and what came of it. */
function setUp(answers: (models: string[]) => Partial<Ollama>) {
  const models = ['a:latest', 'b:latest']
  const { instance, clock, events } = stubInstance({
    installed: async () => models.map((name) => installedModel(name, { details: { ...plain, parameter_size: name } })),
    ...answers(models),
  })
  const tools: DeleteTools = { clock, events, modelsFolder: () => null }
  const task = { signal, enter: () => undefined }
  const deleted = deleteModel({ instance, model: 'a:latest', actor: caller().actor, task }, tools)
  return { deleted, clock, events }
}
const plain = installedModel('plain').details

async function advanceUntil(deleted: Promise<unknown>, clock: { advance(ms: number): Promise<void> }) {
  let ended = false
  const end = () => {
    ended = true
  }
  deleted.then(end, end)
  for (let steps = 0; steps < 200 && !ended; steps += 1) await clock.advance(500)
}

test('a deletion that succeeded without a response is a success', async () => {
  let asked = 0
  const { deleted, clock, events } = setUp((models) => ({
    delete: async () => {
      asked += 1
      models.shift()
      throw refused()
    },
  }))
  await advanceUntil(deleted, clock)
  expect(await deleted).toMatchObject({ success: true, model: 'a:latest' })
  expect(asked).toBe(1)
  expect(events.recent(1)[0]?.type).toBe('model.deleted')
})

test('a deletion still running at the first check is found done by the next attempt', async () => {
  let asked = 0
  const { deleted, clock } = setUp((models) => ({
    delete: async () => {
      asked += 1
      if (asked === 1) throw refused()
      models.shift()
      throw new DashboardError('model_not_found', '"a:latest" is not installed.')
    },
  }))
  await advanceUntil(deleted, clock)
  expect(await deleted).toMatchObject({ success: true })
})

test('a deletion that times out is checked, and not repeated', async () => {
  let asked = 0
  const { deleted, clock } = setUp(() => ({
    delete: async () => {
      asked += 1
      throw new DashboardError('ollama_timeout', 'Ollama said nothing for 60 s.')
    },
  }))
  const failed = expect(deleted).rejects.toMatchObject({ code: 'ollama_timeout' })
  await advanceUntil(deleted, clock)
  await failed
  expect(asked).toBe(1)
})

test('a model that another program deleted meanwhile is unknown', async () => {
  const { deleted, clock } = setUp((models) => ({
    delete: async () => {
      models.shift()
      throw new DashboardError('model_not_found', '"a:latest" is not installed.')
    },
  }))
  const failed = expect(deleted).rejects.toMatchObject({ code: 'model_not_found' })
  await advanceUntil(deleted, clock)
  await failed
})

test('a model that is listed after it was deleted is a failure', async () => {
  const { deleted, clock, events } = setUp(() => ({ delete: async () => undefined }))
  const failed = expect(deleted).rejects.toMatchObject({ code: 'ollama_error' })
  await advanceUntil(deleted, clock)
  await failed
  expect(events.recent(5)).toEqual([])
})

test('a model that does not leave memory within 30 s is not deleted', async () => {
  const { deleted, clock } = setUp(() => ({
    loaded: async () => [loadedModel('a:latest')],
    unload: async () => undefined,
  }))
  const failed = expect(deleted).rejects.toMatchObject({ code: 'still_unloading' })
  await clock.advance(1000)
  // Half a minute is that long on a clock that is set back as well.
  clock.set(clock.now() - 86_400_000)
  await advanceUntil(deleted, clock)
  await failed
})
