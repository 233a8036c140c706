import { expect, test } from 'vitest'
import { createApplication } from '../src/application/application.ts'
import { instanceHealth } from '../src/instances/instance-health.ts'
import { caller } from './caller.ts'
import { simulatedCore } from './simulated.ts'
import { stubInstance } from './stub-ollama.ts'

test('what is remembered is counted, with its age', async () => {
  const { core } = await simulatedCore()
  await core.models.available(caller())
  const { instances, host, caches } = core.application.remembered(caller())
  const [first] = instances
  const { models } = await core.models.available(caller())
  expect(first?.lists.map(({ name }) => name)).toEqual(['running', 'available', 'version'])
  expect(first?.lists[1]).toMatchObject({ entries: models.length, failures: 0, fetched_at: expect.any(String) })
  expect(first?.lists[1]?.age_seconds).toBeGreaterThanOrEqual(0)
  expect(first?.caches.map(({ name }) => name)).toEqual(['show', 'traits'])
  expect(host.lists.map(({ name }) => name)).toEqual(['stats'])
  expect(caches.map(({ name }) => name)).toEqual(['settings'])
})

test('after a full restart nothing is remembered that was not told anew, and replies under way go on', async () => {
  const { core, simulator } = await simulatedCore()
  const { models } = await core.models.available(caller())
  await core.models.info(caller(), { model: models[0]?.name ?? '' })
  expect(core.application.remembered(caller()).instances[0]?.caches[0]?.entries).toBe(1)
  simulator.setSpeed(0)
  const reply = core.chat.send(caller(), { request: { model: 'llama3.2:3b', prompt: 'Hello' } })
  const first = reply.next()

  const { health, isComplete } = await core.application.restart(caller())
  expect(health.components.find(({ name }) => name === 'ollama:default')).toMatchObject({ status: 'healthy' })
  expect(isComplete).toBe(true)
  expect(core.application.remembered(caller()).instances[0]).toMatchObject({
    lists: [
      { name: 'running' },
      { name: 'available', entries: models.length, failures: 0 },
      { name: 'version', entries: 1 },
    ],
    caches: [{ name: 'show', entries: 0 }, { name: 'traits' }],
  })
  simulator.setSpeed(1000)
  expect((await first).done).toBe(false)
  await reply.return()
})

test('a full restart does not tell of what has not answered yet as read', async () => {
  let isStuck = false
  const { instance, clock } = stubInstance({ loaded: async () => (isStuck ? new Promise(() => {}) : []) })
  await clock.advance(0)
  const application = createApplication({
    instances: { all: () => [instance] } as never,
    host: { monitor: () => ({ collector: { restart: async () => undefined } }) } as never,
    savedSettings: { restart: async () => undefined } as never,
    health: { read: async () => ({ components: instanceHealth(instance) }) } as never,
    clock,
  })
  isStuck = true
  const { health, isComplete } = await clock.until(application.restart(caller()))
  expect(isComplete).toBe(false)
  expect(health.components[0]).toMatchObject({ name: 'ollama:default', status: 'degraded', detail: 'Not checked yet.' })
})
