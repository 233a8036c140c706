import { expect, test } from 'vitest'
import { createEventBus } from '../src/events/event-bus.ts'
import { announceChanges } from '../src/models/actions/announce-changes.ts'
import { createModelTasks } from '../src/models/actions/model-tasks.ts'
import { fakeClock } from './fake-clock.ts'
import { loadedModel } from './stub-ollama.ts'

test('a model that another client had loaded again for its own context is told of with both', () => {
  const clock = fakeClock()
  const events = createEventBus(clock, { failed: () => {} })
  const [before, now] = [4096, 12_000].map((contextLength) => [loadedModel('llama3.2:3b', { contextLength })])
  announceChanges('default', now ?? [], before ?? [], { events, tasks: createModelTasks(clock), clock })
  expect(events.recent(5)).toMatchObject([
    { type: 'model.loaded', detail: expect.stringMatching(/12000 tokens; it had 4096/) },
  ])
})
