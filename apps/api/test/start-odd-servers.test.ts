import { expect, test } from 'vitest'
import { setUp } from './chat-set-up.ts'
import { type ScriptedOptions, scriptedOllama } from './scripted-ollama.ts'

async function start(options: ScriptedOptions) {
  const ollama = await scriptedOllama([], options)
  const { client } = await setUp({ core: { instances: ollama.instances } })
  const params = { model: ollama.model }
  return { ...ollama, client, params, start: () => client.models.start({ params }) }
}

test('a model that only embeds is loaded by an embedding where the server does not tell what it can do', async () => {
  const { requests, ...ollama } = await start({
    name: 'nomic-embed-text:latest',
    version: '0.5.7',
    capabilities: null,
    family: 'nomic-bert',
    isLoaded: false,
  })
  await ollama.start()
  const loads = requests.filter(({ path }) => path === '/api/embed' || path === '/api/generate')
  expect(loads.map(({ path }) => path)).toEqual(['/api/embed'])
  // Servers before 0.3.6 refuse to embed nothing.
  expect(JSON.parse(loads[0]?.body ?? '')).toHaveProperty('input')
})

test('a server that tells the context of all slots together is not asked to load again', async () => {
  const { client, params, requests, ...ollama } = await start({ version: '0.9.0', context: 32_768 })
  await client.settings.save({ params, body: { num_ctx: 8192 } })
  expect(await ollama.start()).toMatchObject({ changed: true })
  expect(await ollama.start()).toMatchObject({ changed: false })
  expect(await client.settings.effective({ params })).toMatchObject({ needs_restart: false })
  // To stay longer is no load either: what it was loaded with is asked for again.
  await client.models.start({ params, body: { keep_alive: '1h' } })
  const loads = requests.filter(({ path }) => path === '/api/generate').map(({ body }) => JSON.parse(body).options)
  expect(loads).toEqual([{ num_ctx: 8192 }, { num_ctx: 8192 }])
})

test.each([
  ['gpt-oss:20b', 'gptoss', ['low', 'medium', 'high']],
  ['qwen3:14b', 'qwen3', [false, true]],
])('what %s takes for think is told with it', async (name, family, think_values) => {
  const { client } = await start({ name, family, capabilities: ['completion', 'thinking'] })
  expect((await client.models.available()).models).toMatchObject([{ name, think_values }])
})

test('a model that cannot think takes nothing for think', async () => {
  const { client } = await start({ capabilities: ['completion'] })
  expect((await client.models.available()).models).toMatchObject([{ think_values: [] }])
})
