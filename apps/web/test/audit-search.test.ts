import { expect, test } from 'vitest'
import { asBefore, cursorsOf, queryOf, readAuditSearch } from '../src/features/audit/audit-search.ts'

test('an address is read back as it was written, with the pages on the way', () => {
  for (const cursors of [[], [2305], [2305, 2255, 2205]]) {
    const before = asBefore(cursors)
    const read = readAuditSearch(before === undefined ? {} : { before })
    expect(cursorsOf(read.before)).toEqual(cursors)
  }
})

test('what makes no sense in an address is left out', () => {
  expect(
    readAuditSearch({
      q: {},
      who: '',
      what: [1],
      outcome: 'won',
      last: '2y',
      from: '2026-13-01',
      before: '5-',
      entry: -1,
    }),
  ).toEqual({})
  expect(readAuditSearch({ last: '7d', from: '2026-10-02' })).toEqual({ last: '7d' })
})

test('days are those of the person, both included; a span ends now', () => {
  const now = Date.parse('2026-11-30T12:00:00Z')
  expect(queryOf({ from: '2026-10-02', to: '2026-10-05' }, now)).toEqual({
    from: new Date(2026, 9, 2).toISOString(),
    to: new Date(2026, 9, 6).toISOString(),
  })
  expect(queryOf({ q: 'qwen', who: 'local', what: 'models.*', outcome: 'failed', last: '24h' }, now)).toEqual({
    target: 'qwen',
    actor: 'local',
    action: 'models.*',
    outcome: 'failed',
    from: '2026-11-29T12:00:00.000Z',
  })
})
