import { expect, test } from 'vitest'
import {
  formatAgo,
  formatBytes,
  formatClock,
  formatDay,
  formatHour,
  formatMemory,
  formatMoment,
  formatMs,
  formatRecent,
  formatSecond,
  formatSpan,
  formatTime,
  formatUntil,
  gibibytes,
  gigabytes,
} from '../src/lib/format.ts'

test.each([
  [0, '0 B'],
  [999, '999 B'],
  [999_600, '1 MB'],
  [274_302_450, '274 MB'],
  [4_000_000_000, '4.0 GB'],
  [132_900_000_000, '133 GB'],
  [2_000_398_934_016, '2.0 TB'],
])('%d bytes on a disk are %s, as `ollama list` counts', (bytes, text) => expect(formatBytes(bytes)).toBe(text))

test.each([
  [24 * 2 ** 30, '24.0 GiB'],
  [849 * 2 ** 20, '849 MiB'],
  [1023.7 * 2 ** 20, '1.0 GiB'],
  [512 * 2 ** 30, '512 GiB'],
])('%d bytes in memory are %s', (bytes, text) => expect(formatMemory(bytes)).toBe(text))

test('figures beside a unit have one decimal up to a hundred', () => {
  expect([gibibytes(24_564 * 2 ** 20), gibibytes(512 * 2 ** 30)]).toEqual(['24.0', '512'])
  expect(gigabytes(1_000_000_000_000)).toBe('1,000')
})

test.each([
  [252, '4:12'],
  [3723, '1:02:03'],
  [-5, '0:00'],
])('%d s left are %s', (seconds, text) => expect(formatClock(seconds)).toBe(text))

test.each([
  [3.84, '3.8 s'],
  [41.2, '41 s'],
  [372, '6 min'],
  [7200, '2 h'],
  [259_200, '3 days'],
])('%d s are %s', (seconds, text) => expect(formatSpan(seconds)).toBe(text))

test.each([
  [36.4, '36 ms'],
  [994, '994 ms'],
  [996, '1.0 s'],
  [3180, '3.2 s'],
])('%d ms are %s', (ms, text) => expect(formatMs(ms)).toBe(text))

test('a time is told as people tell it', () => {
  const now = Date.parse('2026-03-10T12:00:00Z')
  expect(formatAgo('2026-03-09T11:00:00Z', now)).toBe('yesterday')
  expect(formatAgo('2026-03-10T11:58:30Z', now)).toBe('1 minute ago')
})

test('an event of another day says which, since its time alone would seem to be of today', () => {
  // By the clock of the person, whatever zone that is in.
  const at = (day: number, hour: number) => new Date(2026, 2, day, hour, 5).getTime()
  const now = at(10, 1)
  expect(formatRecent(at(10, 0), now)).toBe('00:05')
  expect(formatRecent(at(9, 23), now)).toBe('Mon 23:05')
  expect(formatRecent(at(3, 0), now)).toBe('3 Mar')
  expect(formatRecent(new Date(2025, 10, 25).getTime(), now)).toBe('25 Nov 2025')
  expect(formatRecent('', now)).toBe('at an unknown time')
})

test('a time to come says its day once that is not one of the next', () => {
  const at = (day: number, hour: number) => new Date(2026, 2, day, hour, 5).getTime()
  const now = at(10, 1)
  expect(formatUntil(at(10, 23), now)).toBe('23:05')
  expect(formatUntil(at(15, 8), now)).toBe('Sun 08:05')
  expect(formatUntil(at(25, 8), now)).toBe('25 Mar, 08:05')
})

test('a whole moment can be read in one way alone', () => {
  expect(formatMoment(new Date(2026, 10, 3, 2, 31, 24).getTime())).toBe('3 Nov 2026, 02:31:24')
})

test.each(['', '2026-02-31T99:00:00Z', Number.NaN, 1e300])(
  'what is no time (%s) is said to be unknown, and breaks no page',
  (time) => {
    for (const format of [formatTime, formatSecond, formatDay, formatHour, formatMoment])
      expect(format(time)).toBe('at an unknown time')
    expect(formatAgo(String(time), 0)).toBe('at an unknown time')
  },
)
