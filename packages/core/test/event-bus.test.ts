import { expect, test } from 'vitest'
import { createEventBus } from '../src/events/event-bus.ts'
import { fakeClock } from './fake-clock.ts'

const announcement = (model: string) => ({ type: 'model.loaded', instance: 'default', model }) as const

test('the newest events come first, and each has an id and a time', () => {
  const events = createEventBus(fakeClock())
  for (const model of ['a', 'b', 'c']) events.announce(announcement(model))
  expect(events.recent(2).map(({ model, id }) => [model, id])).toEqual([
    ['c', 3],
    ['b', 2],
  ])
  expect(events.recent(1)[0]?.at).toBe('2026-01-01T00:00:00.000Z')
})

test('memory of the past is bounded', () => {
  const events = createEventBus(fakeClock())
  for (let index = 0; index < 1000; index += 1) events.announce(announcement('a'))
  expect(events.recent(1000)).toHaveLength(256)
})

test('a listener hears until it ends its subscription', () => {
  const events = createEventBus(fakeClock())
  const heard: (string | undefined)[] = []
  const end = events.listen(({ model }) => heard.push(model))
  events.announce(announcement('a'))
  end()
  events.announce(announcement('b'))
  expect(heard).toEqual(['a'])
})
