import { limits } from '@ollama-dashboard/contracts'
import { expect, test } from 'vitest'
import { simulatedCore } from './simulated-core.ts'
import { as, testApp } from './support.ts'

const url = '/api/chat/presets'

async function setUp() {
  const { core } = await simulatedCore()
  const { app } = await testApp({ core })
  const send = (method: 'POST' | 'PUT' | 'DELETE', path: string, payload?: object) =>
    app.inject({ method, url: path, headers: as('operator'), ...(payload && { payload }) })
  return { list: () => app.inject({ url, headers: as('viewer') }), send }
}

test('a preset is kept, changed and deleted', async () => {
  const { list, send } = await setUp()
  const created = await send('POST', url, { name: 'Tutor', system: 'Explain.' })
  expect(created.statusCode).toBe(201)
  const preset = created.json()
  expect(preset).toMatchObject({ name: 'Tutor', system: 'Explain.', updated_by: 'env:operator' })
  expect((await list()).json()).toEqual({ presets: [preset] })

  const refused = await send('POST', url, { name: 'TUTOR', system: 'x' })
  expect([refused.statusCode, refused.json().code]).toEqual([409, 'preset_exists'])
  const changed = await send('PUT', `${url}/${preset.id}`, { name: 'Coach', system: 'Encourage.' })
  expect(changed.json()).toMatchObject({ id: preset.id, name: 'Coach', system: 'Encourage.' })
  expect((await send('DELETE', `${url}/${preset.id}`)).json().message).toBe('Preset "Coach" deleted.')
  const gone = await send('DELETE', `${url}/${preset.id}`)
  expect([gone.statusCode, gone.json().code]).toEqual([404, 'preset_not_found'])
})

test('lengths are those of characters, and what is missing or too long is named', async () => {
  const { send } = await setUp()
  const longest = { name: '🙂'.repeat(limits.presetNameLength), system: '🙂'.repeat(32_768) }
  expect((await send('POST', url, longest)).statusCode).toBe(201)
  const refused = await send('POST', url, { name: `${longest.name}a`, system: '' })
  expect(refused.statusCode).toBe(400)
  expect(refused.json().errors.map(({ path }: { path: string }) => path)).toEqual(['/body/name', '/body/system'])
})

test('a name has no control characters, given to a new preset or to one that is there', async () => {
  const { list, send } = await setUp()
  const { id } = (await send('POST', url, { name: 'Tutor', system: 'Explain.' })).json()
  const errors = [{ path: '/body/name', message: 'must not have control characters' }]
  for (const name of ['A\x07B', '\x1b[31mred', 'A\x7f', 'A\x9bB']) {
    for (const refused of [
      await send('POST', url, { name, system: 'x' }),
      await send('PUT', `${url}/${id}`, { name, system: 'x' }),
    ])
      expect([refused.statusCode, refused.json().errors]).toEqual([400, errors])
  }
  expect((await list()).json().presets).toMatchObject([{ name: 'Tutor', system: 'Explain.' }])
  // The text itself may hold anything.
  expect((await send('PUT', `${url}/${id}`, { name: 'Tutor', system: '\x1b[31m' })).statusCode).toBe(200)
})
