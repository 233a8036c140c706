import { type SettingField, settingBounds, settingFields } from '@ollama-dashboard/contracts'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { simulatedCore } from './simulated-core.ts'
import { as, testApp } from './support.ts'

const near = (field: SettingField) => {
  const { minimum = 0, maximum = 1, isWhole = false } = settingBounds[field] ?? {}
  const number = isWhole
    ? fc.integer({ min: minimum - 1, max: maximum + 1 })
    : fc.double({ min: minimum - 0.1, max: maximum + 0.1, noNaN: true })
  const edges = fc.constantFrom<unknown>(minimum, maximum, minimum - 1, maximum + 1, null, String(minimum), [], true)
  const words = fc.constantFrom<unknown>('5m', '-1m', 'low', 'max', 'x', ['a'], ['a', 1], Array(11).fill('a'), ' ')
  const odd = [edges, words, fc.jsonValue({ maxDepth: 1 })].map((arbitrary) => ({ weight: 1, arbitrary }))
  // Of several members that are odd one half of the time, hardly any are all right.
  return fc.oneof({ weight: 9, arbitrary: number }, ...odd)
}

/** Often settings or almost, sometimes anything at all. */
const almostSettings = fc
  .dictionary(fc.constantFrom(...settingFields), fc.constant(null), { maxKeys: 6 })
  .chain((keys) =>
    fc.record(Object.fromEntries(Object.keys(keys).map((field) => [field, near(field as SettingField)]))),
  )
const anything = fc.oneof(
  { weight: 4, arbitrary: almostSettings },
  { weight: 2, arbitrary: fc.tuple(almostSettings, fc.object({ maxDepth: 2 })).map(([a, b]) => ({ ...a, ...b })) },
  { weight: 1, arbitrary: fc.jsonValue() },
)

const isEmpty = (value: unknown) => value === null || value === undefined

test('any JSON at all that is sent as settings is saved exactly, or refused with a field', async () => {
  const { core } = await simulatedCore({ simulation: { scenario: 'empty' } })
  const { app } = await testApp({ core })
  const url = '/api/models/settings/any:json'
  const headers = { ...as('admin'), 'content-type': 'application/json' }
  const seen = { saved: 0, refused: 0 }

  await fc.assert(
    fc.asyncProperty(anything, async (value) => {
      const payload = JSON.stringify(value)
      const answer = await app.inject({ method: 'POST', url, headers, payload })
      const { settings, source } = (await app.inject({ url, headers })).json()
      if (answer.statusCode === 200) {
        seen.saved += 1
        const sent = Object.entries(JSON.parse(payload)).filter(([, member]) => !isEmpty(member))
        expect(settings).toEqual(Object.fromEntries(sent))
        await app.inject({ method: 'DELETE', url, headers })
      } else {
        seen.refused += 1
        expect([answer.statusCode, answer.json().code]).toEqual([400, 'validation_failed'])
        const { errors } = answer.json()
        expect(errors.length).toBeGreaterThan(0)
        for (const { path, message } of errors)
          expect([path, message]).toEqual([expect.stringMatching(/^\/body/), expect.any(String)])
        expect([source, settings]).toEqual(['default', {}])
      }
    }),
    { numRuns: 400 },
  )
  // Otherwise only one half of it was looked at.
  expect(Math.min(seen.saved, seen.refused)).toBeGreaterThan(40)
})
