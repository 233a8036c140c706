import { operations, permissionsOf } from '@ollama-dashboard/contracts'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { draftOf } from '../src/features/admin/roles/role-draft.ts'
import { partsOf } from '../src/features/admin/roles/role-parts.ts'
import { changesOf, summaryOf } from '../src/lib/access/permission-words.ts'
import { builtInRoles } from '../src/lib/access/roles.ts'
import { roleOf } from './show-roles.tsx'

const ids = operations.map(({ id }) => id)
const groups = [...new Set(ids.map((id) => `${id.split('.')[0]}.*`))]
const own = new Set<string>(ids)

const permission = fc.constantFrom<string[]>(...ids, ...groups, '*')
const base = fc.constantFrom(null, ...builtInRoles)
const before = fc.record({
  allow: fc.uniqueArray(permission, { maxLength: 6 }),
  deny: fc.uniqueArray(permission, { maxLength: 6 }),
})

test('whatever was written for a role and whatever is ticked: what is sent results in the ticks', () => {
  fc.assert(
    fc.property(fc.subarray(ids), base, before, (ticked, based_on, written) => {
      const parts = partsOf(new Set(ticked), based_on, written)
      expect([...permissionsOf(parts)]).toEqual(ids.filter((id) => ticked.includes(id)))
      expect(parts.allow.length + parts.deny.length).toBeLessThan(200)
    }),
  )
})

test('a role that is not changed is sent as it was written', () => {
  const written = { based_on: 'operator', allow: ['keys.*'], deny: ['keys.revoke', 'settings.*'] }
  expect(partsOf(permissionsOf(written), 'operator', written)).toEqual(written)
})

test('another base changes what came from the base, and keeps what people added and took away', () => {
  const role = roleOf('a', { based_on: 'operator', allow: ['models.delete'], deny: ['models.pull'] })
  const { permissions } = draftOf(role, { based_on: 'viewer', ticks: { 'chat.send': true } }, own)
  expect(permissions.has('models.start')).toBe(false)
  expect(permissions.has('models.delete')).toBe(true)
  expect(permissions.has('chat.send')).toBe(true)
  const wider = draftOf(role, { based_on: 'admin' }, own).permissions
  expect(wider.has('keys.create')).toBe(true)
  expect(wider.has('models.pull')).toBe(false)
})

test('changes are told by subject where it changes as a whole, else one by one', () => {
  const operator = permissionsOf({ based_on: 'operator', allow: [], deny: [] })
  const changed = permissionsOf({
    based_on: 'operator',
    allow: ['models.delete'],
    deny: ['chat.*', 'conversations.*', 'presets.create'],
  })
  expect(changesOf(operator, changed)).toEqual([
    { isAdded: true, words: 'Delete models' },
    { isAdded: false, words: 'Chat' },
    { isAdded: false, words: 'Save system prompts' },
  ])
})

test('what a role may do fits in a line', () => {
  expect(summaryOf(own)).toBe('Everything')
  expect(summaryOf(new Set())).toBe('Nothing')
  expect(summaryOf(new Set(['catalogue.list', 'presets.list', 'models.pull']))).toBe(
    'Library, System prompts (1\u00a0of\u00a04)',
  )
})
