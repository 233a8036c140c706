import { expect, test } from 'vitest'
import { closer, hoursRangeOf, rangeAround, spanOf, wider, windowOf } from '../src/features/monitor/period.ts'

const seconds = (time: string): number => Date.parse(time) / 1000
const now = seconds('2026-11-25T12:00:00Z')
const window = { from: '2026-11-25T10:00:00Z', to: '2026-11-25T11:00:00Z' }

test('a range ends now, and a window stands still', () => {
  expect(spanOf({ range: '1h' }, now)).toEqual({ from: now - 3600, to: now })
  expect(spanOf(window, now)).toEqual({ from: now - 7200, to: now - 3600 })
})

test('what somebody drags over becomes whole seconds, never too few, never in the future', () => {
  expect(windowOf({ from: now - 100.4, to: now - 40.2 }, now)).toEqual({
    from: '2026-11-25T11:58:19Z',
    to: '2026-11-25T11:59:20Z',
  })
  expect(windowOf({ from: now - 101, to: now - 99 }, now)).toEqual({
    from: '2026-11-25T11:58:10Z',
    to: '2026-11-25T11:58:30Z',
  })
  const ahead = windowOf({ from: now - 60, to: now + 600 }, now)
  expect(spanOf(ahead, now)).toEqual({ from: now - 660, to: now })
})

test('zooming in halves what is shown around the crosshair, within it', () => {
  const span = { from: 0, to: 400 }
  expect(closer(span, 200)).toEqual({ from: 100, to: 300 })
  expect(closer(span, 10)).toEqual({ from: 0, to: 200 })
  expect(closer(span, 400)).toEqual({ from: 200, to: 400 })
})

test('zooming out doubles a window, and leads from one range to the next', () => {
  expect(wider(window, now)).toEqual({ from: '2026-11-25T09:30:00Z', to: '2026-11-25T11:30:00Z' })
  expect(wider({ range: '15m' }, now)).toEqual({ range: '1h' })
  expect(wider({ range: '1y' }, now)).toBeNull()
  expect(wider({ from: '2026-01-25T10:00:00Z', to: '2026-11-25T11:00:00Z' }, now)).toEqual({ range: '1y' })
})

test('who came by the address of a window goes back to the shortest range that has it', () => {
  expect(rangeAround(spanOf(window, now), now)).toBe('24h')
  expect(rangeAround({ from: now - 40 * 86_400 }, now)).toBe('1y')
})

test('what is added up by the hour is of a time that has the period in it', () => {
  expect((['15m', '24h', '7d', '1y'] as const).map((range) => hoursRangeOf({ range }, now))).toEqual([
    '24h',
    '24h',
    '7d',
    '30d',
  ])
  expect(hoursRangeOf({ from: '2026-11-20T10:00:00Z', to: '2026-11-20T11:00:00Z' }, now)).toBe('7d')
})
