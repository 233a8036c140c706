import type { ApiKey } from '@ollama-dashboard/contracts'
import { expect, test } from 'vitest'
import { expiresAt } from '../src/features/admin/keys/expiry.ts'
import { countKeys, shownKeys, stateOf } from '../src/features/admin/keys/key-list.ts'
import { countWords, lastUsed } from '../src/features/admin/keys/key-words.ts'
import { readKeysSearch } from '../src/features/admin/keys/keys-search.ts'
import { apiKey } from './fixtures.ts'

const now = Date.parse('2026-11-25T12:00:00Z')
const key = (name: string, more: Partial<ApiKey> = {}): ApiKey => apiKey(name, name, { role: 'viewer', ...more })

test.each([
  [{}, 'works'],
  [{ expires_at: '2026-12-03T12:00:00Z' }, 'works'],
  [{ expires_at: '2026-12-02T11:59:00Z' }, 'soon'],
  [{ expires_at: '2026-11-25T12:00:00Z' }, 'expired'],
  [{ expires_at: '2026-11-20T12:00:00Z', revoked_at: '2026-11-01T12:00:00Z' }, 'revoked'],
] as const)('a key with %o %s', (more, state) => {
  expect(stateOf(key('a', more), now)).toBe(state)
})

const environment = key('API_KEY_ADMIN', { id: 'env:admin', source: 'environment', role: 'admin' })
const revoked = key('attic', { revoked_at: '2026-11-01T12:00:00Z' })
const all = [key('node10'), revoked, key('Node9', { role: 'admin' }), environment]

test('those set before the start stand first, then the others by name; revoked ones are last, and hidden at first', () => {
  const names = (search: Parameters<typeof shownKeys>[1]) => shownKeys(all, search).map(({ name }) => name)
  expect(names({})).toEqual(['API_KEY_ADMIN', 'Node9', 'node10'])
  expect(names({ revoked: true })).toEqual(['API_KEY_ADMIN', 'Node9', 'node10', 'attic'])
  expect(names({ q: 'NODE' })).toEqual(['Node9', 'node10'])
  expect(names({ may: 'admin' })).toEqual(['API_KEY_ADMIN', 'Node9'])
})

test('the head counts keys that work or expired, and those that expire within a week', () => {
  const soon = key('soon', { expires_at: '2026-11-27T12:00:00Z' })
  expect(countWords(countKeys([...all, soon], now))).toBe('4 keys · 1 expires within 7 days')
  expect(countWords(countKeys([environment, revoked], now))).toBe('1 key')
})

test.each([
  [null, null],
  ['2026-11-25T11:59:00Z', 'Just now'],
  ['2026-11-25T11:57:00Z', '3 minutes ago'],
  ['2026-11-24T11:57:00Z', 'Yesterday'],
])('a key that was used at %s: %s', (last_used_at, words) => {
  expect(lastUsed(key('a', { last_used_at }), now)).toBe(words)
})

test('an expiry is a moment: in so many days, or the end of a day by the clock of the person', () => {
  const at = (choice: Parameters<typeof expiresAt>[0]['choice'], date = '') => expiresAt({ choice, date }, now)
  expect(at('keep')).toBeUndefined()
  expect(at('never')).toBeNull()
  expect(at('30d')).toBe('2026-12-25T12:00:00.000Z')
  expect(at('date', '2026-12-24')).toBe(new Date(2026, 11, 24, 23, 59, 59).toISOString())
  expect(at('date', '2026-11-20')).toBe('invalid')
  expect(at('date')).toBe('invalid')
})

test('of an address is read what makes sense', () => {
  expect(readKeysSearch({ q: 5, may: 'An owner', revoked: 'yes', make: 1 })).toEqual({ q: '5' })
  expect(readKeysSearch({ may: 'admin', revoked: true, make: true })).toEqual({
    may: 'admin',
    revoked: true,
    make: true,
  })
})
