import { expect, test } from 'vitest'
import { createSharedReadings } from '../src/instances/readings/shared-readings.ts'
import { fakeClock } from './fake-clock.ts'
import { linkHub } from './replicas-set-up.ts'

test('that somebody looks at a thousand servers is one message', async () => {
  const messages: unknown[] = []
  const link = { ...linkHub().link('other'), publish: (_: string, message: unknown) => messages.push(message) }
  const leader = { isHeld: () => false, onChange: () => () => {}, confirm: async () => {} }
  const shared = createSharedReadings({ replicas: { link, leader }, version: '1', clock: fakeClock(), host: 'one' })
  const lists = Array.from({ length: 1000 }, (_, index) =>
    shared.of({ name: `server-${index}`, url: new URL('http://ollama.example:11434') }, 'running'),
  )
  for (const list of lists) list.tellWatched()
  await Promise.resolve()
  expect(messages).toHaveLength(1)
  expect(messages[0]).toHaveLength(1000)
})
