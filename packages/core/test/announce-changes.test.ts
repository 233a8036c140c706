import { expect, test } from 'vitest'
import { announceChanges } from '../src/models/actions/announce-changes.ts'
import { createModelTasks } from '../src/models/actions/model-tasks.ts'
import { loadedModel, stubInstance } from './stub-ollama.ts'

test('a model reloaded by another client with another context is announced with both contexts', () => {
  const { instance, clock, events } = stubInstance({})
  const [before, now] = [4096, 12_000].map((contextLength) => [loadedModel('llama3.2:3b', { contextLength })])
  announceChanges(instance, now ?? [], before ?? [], { events, tasks: createModelTasks(clock), clock })
  expect(events.recent(5)).toMatchObject([
    { type: 'model.loaded', detail: expect.stringMatching(/12000 tokens; before: 4096/) },
  ])
})
