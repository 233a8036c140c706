import { expect, test } from 'vitest'
import { createBackground } from '../src/kernel/background.ts'
import { DashboardError } from '../src/kernel/errors.ts'
import { fakeClock } from './fake-clock.ts'

function setUp() {
  const clock = fakeClock()
  const reported: unknown[] = []
  return { clock, reported, background: createBackground({ clock, report: (error) => reported.push(error) }) }
}

test('an unexpected failure is counted each time, and reported once a minute while it stays the same', async () => {
  const { background, reported, clock } = setUp()
  const broken = new TypeError('x is undefined')
  await background.settle('jobs', Promise.reject(broken))
  await background.settle('jobs', Promise.reject(new TypeError('x is undefined')))
  expect(reported).toEqual([broken])
  await background.settle('jobs', Promise.reject(new TypeError('y is undefined')))
  await clock.advance(60_000)
  await background.settle('jobs', Promise.reject(new TypeError('y is undefined')))
  expect(reported).toHaveLength(3)
  expect(background.failures()).toEqual([{ work: 'jobs', count: 4, lastAt: clock.now() }])
})

test('expected failures and aborts are not counted', async () => {
  const { background, reported } = setUp()
  await background.settle('jobs', Promise.reject(new DashboardError('storage_unavailable', 'The disk is full.')))
  await background.settle('chat', Promise.reject(AbortSignal.abort().reason))
  await background.settle('chat', Promise.resolve())
  expect([reported, background.failures()]).toEqual([[], []])
})
