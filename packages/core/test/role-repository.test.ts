import { describe, expect, test } from 'vitest'
import type { StoredRole } from '../src/access/roles/role-table.ts'
import { engines } from './engines.ts'
import { storedKey } from './stored-key.ts'

const roleOf = (name: string, more: Partial<StoredRole> = {}): StoredRole => ({
  name,
  description: '',
  based_on: null,
  allow: [],
  deny: [],
  created_at: '2026-01-01T00:00:00.000Z',
  created_by: null,
  ...more,
})

describe.each(engines)('roles in $name', ({ open }) => {
  test('come back as they were saved, whatever they hold', async () => {
    const { roles } = await open()
    const odd = roleOf('night-shift', {
      description: `"x' \\ 短く 🙂 ; drop table roles; --`,
      based_on: 'viewer',
      allow: ['models.start', 'chat.*'],
      deny: ['*'],
      created_by: 'env:admin',
    })
    expect(await roles.add(odd)).toBe(true)
    expect(await roles.all()).toEqual([odd])
    const changed = { ...odd, based_on: null, allow: [] }
    expect(await roles.replace(changed)).toBe(true)
    expect(await roles.all()).toEqual([changed])
    expect(await roles.replace(roleOf('absent'))).toBe(false)
  })

  test('are added once under a name, however many add it at once', async () => {
    const { roles } = await open()
    const added = await Promise.all(Array.from({ length: 10 }, () => roles.add(roleOf('same'))))
    expect(added.filter(Boolean)).toHaveLength(1)
  })

  test('stay as long as a key has them that was not revoked', async () => {
    const { roles, keys } = await open()
    for (const name of ['free', 'taken']) await roles.add(roleOf(name))
    const key = storedKey('first', 'First', { role: 'taken' })
    await keys.add(key)
    expect(await roles.remove('taken')).toBe(false)
    expect(await roles.remove('free')).toBe(true)
    await keys.replace({ ...key, revoked_at: '2026-01-02T00:00:00.000Z' })
    expect(await roles.remove('taken')).toBe(true)
    expect(await roles.remove('absent')).toBe(true)
    expect(await roles.all()).toEqual([])
  })
})
