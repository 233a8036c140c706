import type { Preset } from '@ollama-dashboard/contracts'
import { describe, expect, test } from 'vitest'
import { engines } from './engines.ts'

const presetOf = (id: string, name: string, more: Partial<Preset> = {}): Preset => ({
  id,
  name,
  system: `Text of ${id}`,
  updated_at: '2026-01-01T00:00:00.000Z',
  updated_by: null,
  ...more,
})

describe.each(engines)('presets in $name', ({ open }) => {
  test('come back as they were saved, whatever they hold', async () => {
    const { presets } = await open()
    const odd = presetOf('odd', `"x' \\ 短く 🙂 ; drop table presets; --`, {
      system: 'a\u0000b\ud800c\r\n\td',
      updated_by: 'laptop',
    })
    expect(await presets.add(odd)).toBe(true)
    expect(await presets.all()).toEqual([odd])
    expect(await presets.names()).toEqual([{ id: 'odd', name: odd.name }])
    const other = { ...odd, name: 'Other', system: '', updated_by: null }
    expect(await presets.replace(other)).toBe(true)
    expect(await presets.all()).toEqual([other])
    await presets.remove('absent')
    await presets.remove('odd')
    expect(await presets.all()).toEqual([])
  })

  test('have names of their own, in any case and alphabet', async () => {
    const { presets } = await open()
    const [first, second] = [presetOf('first', 'Übersetzer'), presetOf('second', 'Перевод')]
    for (const preset of [first, second]) expect(await presets.add(preset)).toBe(true)
    expect(await presets.add(presetOf('third', 'ÜBERSETZER'))).toBe(false)
    expect(await presets.add(presetOf('third', 'U\u0308bersetzer'))).toBe(false)
    expect(await presets.replace({ ...second, name: 'übersetzer' })).toBe(false)
    expect(await presets.replace(presetOf('absent', 'Free'))).toBe(false)
    expect(new Set(await presets.all())).toEqual(new Set([first, second]))
    const inCapitals = { ...first, name: 'ÜBERSETZER' }
    expect(await presets.replace(inCapitals)).toBe(true)
    expect(await presets.all()).toContainEqual(inCapitals)
  })

  test('with one name are saved once, however many save it at once', async () => {
    const { presets } = await open()
    const added = await Promise.all(Array.from({ length: 10 }, (_, id) => presets.add(presetOf(`${id}`, 'Same'))))
    expect(added.filter(Boolean)).toHaveLength(1)
    expect(await presets.all()).toHaveLength(1)
  })
})
