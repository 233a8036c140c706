import { expect, test } from 'vitest'
import { builtInPermissions, leastRoleWith, operations, operationsOf, permissionsOf } from '../src/index.ts'

test('the built-in roles hold what the least access of each endpoint says, each what those before it hold', () => {
  for (const { id, endpoint } of operations) expect(leastRoleWith(id)).toBe(endpoint.access)
  expect(builtInPermissions.admin.size).toBe(operations.length)
  expect([...builtInPermissions.viewer].every((id) => builtInPermissions.operator.has(id))).toBe(true)
  expect(builtInPermissions.viewer.has('models.running')).toBe(true)
  expect(builtInPermissions.viewer.has('models.start')).toBe(false)
  expect(builtInPermissions.operator.has('models.delete')).toBe(false)
})

test('what is open to anybody needs no permission', () => {
  expect(operationsOf('session.get')).toEqual([])
  expect(operationsOf('session.*')).toEqual(['session.create'])
  expect(operations.map(({ id }) => id)).not.toContain('observability.live')
})

test.each(['models', 'models.', 'models.fly', 'model.*', '*.*', 'Models.start', 'models.start ', ''])(
  '"%s" is no permission',
  (text) => {
    expect(operationsOf(text)).toEqual([])
  },
)

test('a role begins with a built-in one, adds permissions, and lacks what is denied, however it was added', () => {
  const of = (based_on: string | null, allow: string[], deny: string[]) => permissionsOf({ based_on, allow, deny })
  expect(of(null, [], []).size).toBe(0)
  expect(of('admin', [], [])).toEqual(builtInPermissions.admin)
  expect(of(null, ['*'], [])).toEqual(builtInPermissions.admin)
  expect([...of(null, ['chat.send', 'models.start'], [])]).toEqual(['models.start', 'chat.send'])
  const role = of('viewer', ['models.*'], ['models.delete', 'keys.*'])
  expect(role.has('models.bulkDelete')).toBe(true)
  expect(role.has('models.delete')).toBe(false)
  expect(role.has('keys.names')).toBe(false)
  expect([...of('admin', ['*'], ['*'])]).toEqual([])
  // Of a version that had more.
  expect([...of(null, ['models.fly', 'jobs.get'], ['gone.*'])]).toEqual(['jobs.get'])
})
