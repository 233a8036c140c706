import { expect, test } from 'vitest'
import { createKnownRunners } from '../src/models/actions/runner-options.ts'
import { startModel } from '../src/models/actions/start-model.ts'
import { stopModel } from '../src/models/actions/stop-model.ts'
import { caller } from './caller.ts'
import { installedModel, loadedModel, refused, stubInstance } from './stub-ollama.ts'

/** A server whose first answer to each action is a broken connection. */
function setUp(isLoaded: boolean) {
  let [loads, unloads] = [0, 0]
  const { instance, clock, events } = stubInstance({
    installed: async () => [installedModel('a:latest')],
    loaded: async () => ((isLoaded ? unloads < 2 : loads > 1) ? [loadedModel('a:latest')] : []),
    async load() {
      loads += 1
      if (loads === 1) throw refused()
    },
    async unload() {
      unloads += 1
      if (unloads === 1) throw refused()
    },
  })
  const task = { signal: new AbortController().signal, enter: () => undefined }
  return { clock, options: { instance, model: 'a:latest', actor: caller().actor, task }, tools: { clock, events } }
}

const known = { runners: createKnownRunners(), weightsOf: async () => null }

test('a start waits for its next attempt by the injected clock', async () => {
  const { clock, options, tools } = setUp(false)
  const started = startModel({ ...options, request: {}, saved: {} }, { ...tools, ...known })
  await clock.advance(1000)
  expect(await Promise.race([started, 'it waits'])).toMatchObject({ changed: true, attempts: 2 })
})

test('and so does a stop', async () => {
  const { clock, options, tools } = setUp(true)
  const stopped = stopModel(options, tools)
  await clock.advance(1000)
  expect(await Promise.race([stopped, 'it waits'])).toMatchObject({ changed: true, attempts: 2 })
})
