import { describe, expect, test } from 'vitest'
import { typedThreshold } from '../src/features/alerts/rules/rule-draft.ts'
import { holdWords, nowWords } from '../src/features/alerts/rules/rule-words.ts'
import { typedHold } from '../src/features/alerts/rules/typed-hold.ts'
import { actionOf } from '../src/lib/alerts/alert-action.ts'
import { chosenUntil, momentField, tomorrow } from '../src/lib/alerts/mute-until.ts'
import { alertOf, ruleOf } from './show-alerts.tsx'

test.each([
  ['30', 30],
  ['30 s', 30],
  ['0', 0],
  ['', 0],
  ['5 min', 300],
  ['5m', 300],
  ['1h 30m', 5400],
  ['1,5 h', 5400],
  ['2:30', 150],
  ['90 seconds', 90],
  ['a while', Number.NaN],
  ['5 5 min', Number.NaN],
  ['5 min 1 h', Number.NaN],
  ['-5', Number.NaN],
])('"%s" is a time to hold of %d seconds', (text, seconds) => {
  expect(typedHold(text)).toBe(seconds)
})

test.each([0, 1, 59, 60, 90, 3600, 5400, 86_400])('a time of %d seconds is read as it is said', (seconds) => {
  expect(typedHold(holdWords(seconds).replace('at once', '0'))).toBe(seconds)
})

test.each([
  ['92,5', '%', 92.5],
  ['92.5 %', '%', 92.5],
  ['20 tokens/s', 'tokens/s', 20],
  ['1,000', '', 1000],
  ['', '%', Number.NaN],
  ['%', '%', Number.NaN],
])('"%s" with the unit "%s" is a threshold of %d', (text, unit, value) => {
  expect(typedThreshold(text, unit)).toBe(value)
})

test('a value that is not known is a dash, and one of a time is said as a time', () => {
  expect(nowWords(ruleOf('a', { value: null }))).toBe('—')
  expect(nowWords(ruleOf('a', { metric: null, unit: 'seconds', value: 41 }))).toBe('41 s')
  expect(nowWords(ruleOf('a', { metric: null, unit: 'seconds', value: 0 }))).toBe('0 s')
})

describe('what helps', () => {
  test('a longer context, where one is known that would do', () => {
    expect(actionOf(alertOf('a'))?.label).toBe('Raise context to 32,768')
    expect(actionOf(alertOf('a', { suggested_context: null }))?.label).toBe('Raise its context')
  })

  test('nothing, where nothing here would', () => {
    expect(actionOf(alertOf('a', { rule: 'ollama_unreachable', model: null, suggested_context: null }))).toBeNull()
    expect(actionOf(alertOf('a', { rule: 'constructor', suggested_context: null }))).toBeNull()
  })
})

test('tomorrow is the next morning, and a chosen time lies ahead by at most 30 days', () => {
  const now = new Date(2026, 10, 30, 23, 59).getTime()
  expect(momentField(tomorrow(now))).toBe('2026-12-01T08:00')
  expect(chosenUntil('2026-12-01T08:00', now).until).toBe(tomorrow(now))
  for (const field of ['', '2026-11-30T23:59', '2027-01-01T00:00']) expect(chosenUntil(field, now).until).toBeNull()
})
