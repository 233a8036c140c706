import { createClient } from '@ollama-dashboard/client'
import { type ApiContract, contract, endpointTable } from '@ollama-dashboard/contracts'
import { expect, test } from 'vitest'
import { simulatedCore } from './simulated-core.ts'
import { as, keyOf, serve, testApp } from './support.ts'

const model = 'hf.co/unsloth/Qwen3-30B-A3B-Instruct-2507-GGUF:Q4_K_M'
const params = { model }

async function setUp() {
  const { core } = await simulatedCore()
  const { app } = await testApp({ core })
  const baseUrl = await serve(app)
  const clientOf = (role: 'viewer' | 'operator' | 'admin') =>
    createClient<ApiContract>(endpointTable(contract), { baseUrl, key: keyOf(role) })
  return { app, clientOf }
}

test('a viewer reads who changed the settings of a model and how, page by page', async () => {
  const { clientOf } = await setUp()
  const { settings } = clientOf('operator')
  await settings.save({ params, body: { temperature: 0.5, system: 'Be terse.' } })
  await settings.save({ params, body: { temperature: null }, query: { undo: true } })
  await settings.remove({ params })
  await clientOf('admin').settings.import({ query: { undo: true }, body: { [model]: { settings: { top_k: 5 } } } })

  const viewer = clientOf('viewer').settings
  const first = await viewer.history({ params, query: { limit: 2 } })
  expect(first).toEqual({
    changes: [
      {
        id: 4,
        at: expect.any(String),
        actor: 'env:admin',
        how: 'undone',
        changed: [{ setting: 'top_k', before: null, after: 5 }],
      },
      {
        id: 3,
        at: expect.any(String),
        actor: 'env:operator',
        how: 'removed',
        changed: [{ setting: 'system', before: 'Be terse.', after: null }],
      },
    ],
    next: 3,
  })
  const second = await viewer.history({ params, query: { limit: 2, before: 3 } })
  expect(second).toMatchObject({
    changes: [
      { id: 2, how: 'undone' },
      { id: 1, how: 'saved' },
    ],
    next: null,
  })
})

test('a model without changes has an empty history, and what is no page is refused', async () => {
  const { app, clientOf } = await setUp()
  expect(await clientOf('viewer').settings.history({ params })).toEqual({ changes: [], next: null })
  for (const query of ['limit=0', 'limit=101', 'before=1e300', 'before=x']) {
    const url = `/api/models/settings/${encodeURIComponent(model)}/history?${query}`
    expect((await app.inject({ url, headers: as('viewer') })).json().code, query).toBe('validation_failed')
  }
})
