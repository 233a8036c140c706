import { limits } from '@ollama-dashboard/contracts'
import { expect, onTestFinished, test } from 'vitest'
import { createEventBus } from '../src/events/event-bus.ts'
import { createBackground } from '../src/kernel/background.ts'
import { localActor } from '../src/kernel/call-context.ts'
import { createPresets } from '../src/presets/presets.ts'
import { createMemoryStorage } from '../src/storage/open-storage.ts'
import { caller } from './caller.ts'
import { fakeClock } from './fake-clock.ts'

async function setUp() {
  const clock = fakeClock()
  const storage = await createMemoryStorage(clock)
  onTestFinished(() => storage[Symbol.asyncDispose]())
  const events = createEventBus(clock, createBackground({ clock }))
  const presets = createPresets({ storage, events, clock })
  const create = (name: string, system = 'Be brief.') => presets.create(caller(), { name, system })
  const names = async () => (await presets.list(caller())).map(({ name }) => name)
  return { clock, events, presets, create, names }
}

test('presets are listed by name, with who saved them last and when', async () => {
  const { clock, presets, create, names } = await setUp()
  for (const name of ['Übersetzer', 'tutor 10', 'Reviewer', 'Tutor 9']) await create(name)
  expect(await names()).toEqual(['Reviewer', 'Tutor 9', 'tutor 10', 'Übersetzer'])
  const [reviewer] = await presets.list(caller())
  expect(reviewer).toMatchObject({ updated_at: '2026-01-01T00:00:00.000Z', updated_by: 'laptop' })

  await clock.advance(1000)
  const change = { id: reviewer?.id ?? '', name: 'Critic', system: 'Find mistakes.\0\n' }
  const changed = await presets.replace({ ...caller(), actor: localActor }, change)
  expect(changed).toEqual({ ...change, updated_at: '2026-01-01T00:00:01.000Z', updated_by: null })
  expect((await presets.list(caller()))[0]).toEqual(changed)
})

test('a name is one line, is never empty, and is of one preset in any case of letters', async () => {
  const { presets, create, names } = await setUp()
  const { id } = await create(' Be\r\nbrief \ud800')
  expect(await names()).toEqual(['Be brief \ufffd'])
  await expect(create('\n \0')).rejects.toMatchObject({
    code: 'validation_failed',
    fieldErrors: [{ path: '/body/name', message: 'must not be empty' }],
  })
  const other = await create('Tutor')
  const refusal = { code: 'preset_exists', message: 'A preset "Tutor" already exists.' }
  await expect(create('TUTOR')).rejects.toMatchObject(refusal)
  await expect(presets.replace(caller(), { id, name: 'tutor', system: 'x' })).rejects.toMatchObject(refusal)
  await presets.replace(caller(), { ...other, name: 'TUTOR' })
  expect(await names()).toEqual(['Be brief \ufffd', 'TUTOR'])
})

test('there are so many and no more, also when many save at once', async () => {
  const { presets, create, names } = await setUp()
  const tries = Array.from({ length: limits.presets + 5 }, (_, index) => create(`Preset ${index}`))
  const refused = (await Promise.allSettled(tries)).filter(({ status }) => status === 'rejected')
  expect(refused).toHaveLength(5)
  await expect(create('One more')).rejects.toMatchObject({
    code: 'too_many_presets',
    message: '100 presets are saved already.',
  })
  const [first] = await presets.list(caller())
  await presets.remove(caller(), { id: first?.id ?? '' })
  await create('One more')
  expect(await names()).toHaveLength(limits.presets)
})

test('one that is gone is neither changed nor deleted', async () => {
  const { presets, create } = await setUp()
  const { id } = await create('Tutor')
  expect(await presets.remove(caller(), { id })).toBe('Tutor')
  await expect(presets.remove(caller(), { id })).rejects.toMatchObject({ code: 'preset_not_found' })
  const change = presets.replace(caller(), { id, name: 'Tutor', system: 'x' })
  await expect(change).rejects.toMatchObject({ code: 'preset_not_found' })
})

test('everybody is told of each change and of nothing else', async () => {
  const { events, presets, create } = await setUp()
  const { id } = await create('Tutor')
  await presets.replace(caller(), { id, name: 'Coach', system: 'x' })
  await create('coach').catch(() => undefined)
  await presets.list(caller())
  await presets.remove(caller(), { id })
  const told = { type: 'presets.changed', by: 'laptop' }
  expect(events.recent(10)).toMatchObject([
    { ...told, detail: '"Coach" deleted' },
    { ...told, detail: '"Coach" saved' },
    { ...told, detail: '"Tutor" saved' },
  ])
  expect(events.recent(10)).toHaveLength(3)
})
