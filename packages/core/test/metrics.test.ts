import { expect, test } from 'vitest'
import { instanceMetrics } from '../src/instances/instance-metrics.ts'
import { createInstances } from '../src/instances/instances.ts'
import { createBackground } from '../src/kernel/background.ts'
import type { Metric } from '../src/kernel/contributions.ts'
import { createModelTasks } from '../src/models/actions/model-tasks.ts'
import { modelMetrics } from '../src/models/lists/known-models.ts'
import { createModelLists, type ReadOptions } from '../src/models/lists/model-lists.ts'
import { fakeClock } from './fake-clock.ts'
import { installedModel, loadedModel, stubInstance } from './stub-ollama.ts'

const samplesOf = async (metrics: readonly Metric[]) =>
  Promise.all(metrics.map(async ({ name, samples }) => [name, await samples()]))

test('servers and models contribute what is known of each server, and look at none for it', async () => {
  const { instance: up, clock } = stubInstance(
    { loaded: async () => [loadedModel('a')], installed: async () => [installedModel('a'), installedModel('b')] },
    { name: 'up' },
  )
  const { instance: down } = stubInstance({ loaded: () => Promise.reject(new Error('gone')) }, { name: 'down' })
  const { instance: unasked } = stubInstance({ loaded: () => new Promise(() => {}) }, { name: 'unasked' })
  const instances = createInstances([up, down, unasked])
  const lists = createModelLists(createModelTasks(clock), () => new Set<string>())
  const asked: unknown[] = []
  const read = (input: ReadOptions & { readonly instance?: string | undefined } = {}) => {
    asked.push(input)
    return instances.find(input.instance)
  }
  const metrics = modelMetrics(instances, {
    running: async (_, input) => lists.running(read(input), input),
    available: async (_, input) => lists.available(read(input), input),
  })
  await Promise.all([up.loaded.refresh(), up.installed.refresh(), down.loaded.refresh()])

  expect(await samplesOf([...instanceMetrics(instances, clock).slice(0, 1), ...metrics])).toEqual([
    [
      'ollama_up',
      [
        { labels: { instance_name: 'up' }, value: 1 },
        { labels: { instance_name: 'down' }, value: 0 },
      ],
    ],
    ['ollama_active_models', [{ labels: { instance_name: 'up' }, value: 1 }]],
    ['ollama_available_models', [{ labels: { instance_name: 'up' }, value: 2 }]],
  ])
  expect(asked).toEqual([
    { instance: 'up', peek: true },
    { instance: 'up', peek: true },
  ])
})

test('background failures are counted by the kind of work', async () => {
  const { failed, metrics } = createBackground({ clock: fakeClock() })
  failed('event listener', new Error('x'))
  failed('event listener', new Error('y'))
  const name = 'ollama_dashboard_background_failures_total'
  expect(await samplesOf(metrics)).toEqual([[name, [{ labels: { work: 'event listener' }, value: 2 }]]])
})
