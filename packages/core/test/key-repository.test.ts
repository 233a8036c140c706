import { describe, expect, test } from 'vitest'
import { engines } from './engines.ts'
import { fakeClock } from './fake-clock.ts'
import { storedKey } from './stored-key.ts'

const later = '2027-01-01T00:00:00.000Z'

describe.each(engines)('keys in $name', ({ open }) => {
  test('come back as they were saved, whatever they hold', async () => {
    const { keys } = await open()
    const odd = storedKey('odd', `"x' \\ 短く 🙂 ; drop table api_keys; --`, {
      role: 'admin',
      grant: { models: ['llama3.2:*', '短く*'], addresses: ['10.0.0.0/8'] },
      replaced_sha256: 'b'.repeat(64),
      replaced_until: later,
      created_by: 'env:admin',
      expires_at: later,
    })
    expect(await keys.add(odd)).toBe(true)
    expect(await keys.all()).toEqual([odd])
    const revoked = { ...odd, name: 'Other', revoked_at: later }
    expect(await keys.replace(revoked)).toBe(true)
    expect(await keys.all()).toEqual([revoked])
    await keys.remove(['absent', 'odd'])
    expect(await keys.all()).toEqual([])
  })

  test('have names of their own, in any case and alphabet, until they are revoked', async () => {
    const { keys } = await open()
    const [first, second] = [storedKey('first', 'Übersetzer'), storedKey('second', 'Перевод')]
    for (const key of [first, second]) expect(await keys.add(key)).toBe(true)
    expect(await keys.add(storedKey('third', 'U\u0308BERSETZER'))).toBe(false)
    expect(await keys.replace({ ...second, name: 'übersetzer' })).toBe(false)
    expect(await keys.replace(storedKey('absent', 'Free'))).toBe(false)
    expect(new Set(await keys.all())).toEqual(new Set([first, second]))
    for (const key of [first, second]) expect(await keys.replace({ ...key, revoked_at: later })).toBe(true)
    for (const id of ['third', 'fourth']) {
      expect(await keys.add(storedKey(id, 'Übersetzer'))).toBe(true)
      expect(await keys.replace(storedKey(id, 'Übersetzer', { revoked_at: later }))).toBe(true)
    }
    expect(await keys.all()).toHaveLength(4)
  })

  test('with one name are saved once, however many save it at once', async () => {
    const { keys } = await open()
    const added = await Promise.all(Array.from({ length: 10 }, (_, id) => keys.add(storedKey(`${id}`, 'Same'))))
    expect(added.filter(Boolean)).toHaveLength(1)
  })

  test('are told with their last use, which leaves with them', async () => {
    const clock = fakeClock()
    const { keys } = await open(clock)
    for (const id of ['first', 'second']) await keys.add(storedKey(id, id))
    const use = { id: 'first', last_used_at: later, last_used_from: '2001:db8::1' }
    keys.used({ ...use, last_used_from: '10.0.0.1' })
    keys.used(use)
    keys.used({ ...use, id: 'env:admin' })
    await clock.advance(5000)
    await expect.poll(() => keys.uses()).toHaveLength(2)
    expect(await keys.uses()).toContainEqual(use)
    await keys.remove(['first'])
    expect(await keys.uses()).toEqual([{ ...use, id: 'env:admin' }])
  })
})
