import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ModelSettings, SettingsEntry, SettingsPatch } from '@ollama-dashboard/contracts'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { systemClock } from '../src/kernel/clock.ts'
import { openSavedSettings } from '../src/settings/open-saved-settings.ts'
import { engines } from './engines.ts'
import { temporaryFolder } from './temporary-folder.ts'

const clock = systemClock
const origin = { actor: null, how: 'saved' } as const

const models = ['a:latest', 'b:latest', 'hf.co/org/c:Q4_K_M'] as const
const patch: fc.Arbitrary<SettingsPatch> = fc.record(
  {
    temperature: fc.option(fc.double({ min: 0, max: 2, noNaN: true }).map((value) => value + 0)),
    num_ctx: fc.option(fc.integer({ min: 256, max: 1_048_576 })),
    stop: fc.option(fc.array(fc.string({ minLength: 1, maxLength: 5 }), { maxLength: 3 })),
    system: fc.option(fc.string()),
    think: fc.option(fc.constantFrom(true, false, 'low' as const)),
  },
  { requiredKeys: [] },
)

type Step =
  | { readonly kind: 'save'; readonly model: string; readonly patch: SettingsPatch }
  | { readonly kind: 'reset'; readonly model: string; readonly settings: ModelSettings }
  | { readonly kind: 'delete'; readonly model: string }

const model = fc.constantFrom<string>(...models, 'A', 'HF.co/org/C:q4_k_m')
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constant('save' as const), model, patch }),
  fc.record({
    kind: fc.constant('reset' as const),
    model,
    settings: fc.record({ num_ctx: fc.constantFrom(2048, 4096) }),
  }),
  fc.record({ kind: fc.constant('delete' as const), model }),
)

/** Settings as anybody would write them down: what each step leaves. */
type Plain = Map<string, Record<string, unknown>>

function follow(plain: Plain, { model: name, ...what }: Step): void {
  const key = [...models].find((one) => one.toLowerCase() === (name === 'A' ? 'a:latest' : name.toLowerCase())) ?? name
  if (what.kind === 'delete') plain.delete(key)
  if (what.kind === 'reset') plain.set(key, { ...what.settings })
  if (what.kind === 'save') {
    const before = plain.get(key) ?? {}
    for (const [field, value] of Object.entries(what.patch)) {
      if (value === null) delete before[field]
      else if (value !== undefined) before[field] = value
    }
    if (Object.keys(before).length > 0) plain.set(key, before)
    else plain.delete(key)
  }
}

test.each(engines)('in $name a file with a character that no database keeps is taken over', async ({ open }) => {
  const path = join(await temporaryFolder(), 'settings.json')
  await writeFile(path, JSON.stringify({ 'a:latest': { settings: { system: 'a\u0000b' }, updated_by: 'a\u0000b' } }))
  const storage = await open()
  await using saved = await openSavedSettings({ storage, path, clock })
  expect(await saved.list()).toMatchObject([{ settings: { system: 'a\u0000b' }, updated_by: null }])
  expect(saved.health()[0]?.status).toBe('healthy')
})

test.each(engines)(
  'in $name any sequence of saves, resets and deletes leaves what a plain list of them would',
  async ({ open }) => {
    const folder = await temporaryFolder()
    const storage = await open()
    let run = 0
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
        run += 1
        const path = join(folder, `${run}.json`)
        const old = (await storage.settings.all()).map(({ key, version }) => ({ key, entry: null, replaces: version }))
        await storage.settings.apply(old)
        await using saved = await openSavedSettings({
          storage,
          path,
          clock,
        })
        const plain: Plain = new Map()
        for (const one of steps) {
          follow(plain, one)
          if (one.kind === 'save') await saved.merge(one.model, one.patch, origin)
          if (one.kind === 'delete') await saved.remove(one.model, origin).catch(() => undefined)
          if (one.kind === 'reset') {
            const entry = { model: one.model, settings: one.settings, source: 'recommended', updated_at: null } as const
            await saved.replace({ ...entry, updated_by: null }, origin)
          }
        }
        const expected = [...plain].sort(([a], [b]) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1))
        const found = (await saved.list()).map((entry: SettingsEntry) => entry.settings)
        expect(found).toEqual(expected.map(([, settings]) => settings))
        for (const [name, settings] of plain) expect((await saved.find(name)).entry.settings).toEqual(settings)
        // While nothing was ever saved, there is no file.
        const file = JSON.parse(await readFile(path, 'utf8').catch(() => '{}'))
        expect(Object.values<SettingsEntry>(file).map(({ settings }) => settings)).toEqual(found)
      }),
      { numRuns: 60 },
    )
  },
  // Each save is synced twice: a busy disk needs minutes for them all.
  180_000,
)
