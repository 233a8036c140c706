import { expect, test } from 'vitest'
import { createEventBus } from '../src/events/event-bus.ts'
import { createBackground } from '../src/kernel/background.ts'
import { fakeClock } from './fake-clock.ts'

const clock = fakeClock()
const announcement = (model: string) => ({ type: 'model.loaded', instance: 'default', model }) as const

test('the newest events come first, and each has an id and a time', () => {
  const events = createEventBus(clock, createBackground({ clock }))
  for (const model of ['a', 'b', 'c']) events.announce(announcement(model))
  expect(events.recent(2).map(({ model, id }) => [model, id])).toEqual([
    ['c', 3],
    ['b', 2],
  ])
  expect(events.recent(1)[0]?.at).toBe('2026-01-01T00:00:00.000Z')
})

test('the number of remembered events is bounded', () => {
  const events = createEventBus(clock, createBackground({ clock }))
  for (let index = 0; index < 1000; index += 1) events.announce(announcement('a'))
  expect(events.recent(1000)).toHaveLength(256)
})

test('a listener gets events until it unsubscribes', () => {
  const events = createEventBus(clock, createBackground({ clock }))
  const heard: (string | undefined)[] = []
  const end = events.listen(({ model }) => heard.push(model))
  events.announce(announcement('a'))
  end()
  events.announce(announcement('b'))
  expect(heard).toEqual(['a'])
})

test('a throwing listener is reported, and affects neither the announcer nor the other listeners', () => {
  const reported: unknown[] = []
  const background = createBackground({ clock, report: (error) => reported.push(error) })
  const events = createEventBus(clock, background)
  const heard: (string | undefined)[] = []
  const broken = new TypeError('not a function')
  events.listen(() => {
    throw broken
  })
  events.listen(({ model }) => heard.push(model))
  for (const model of ['a', 'b', 'c']) events.announce(announcement(model))
  expect(heard).toEqual(['a', 'b', 'c'])
  // Counted each time, and reported once.
  expect(background.failures()).toMatchObject([{ work: 'event listener', count: 3 }])
  expect(reported).toEqual([broken])
})
