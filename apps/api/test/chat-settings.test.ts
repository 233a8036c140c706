import { describe, expect, test } from 'vitest'
import { long, metricsOf, model, setUp } from './chat-set-up.ts'

describe('settings', () => {
  test('that are saved hold for a chat, and the request goes before them', async () => {
    const { say, client, simulator } = await setUp()
    const params = { model }
    await client.settings.save({ params, body: { num_ctx: 4096, num_predict: 5, keep_alive: '30m' } })
    expect(metricsOf(await say({ prompt: 'Write 20 words' }))).toMatchObject({
      completion_tokens: 5,
      context_length: 4096,
    })
    const [running] = (await client.models.running()).models.filter(({ name }) => name === model)
    expect(running?.expires_in_seconds).toBeGreaterThan(1700)
    const other = await say({ prompt: 'Write 20 words', options: { num_predict: 7, num_ctx: 2048 }, keep_alive: -1 })
    expect(metricsOf(other)).toMatchObject({ completion_tokens: 7, context_length: 2048 })
    expect(simulator.loads.filter((load) => load.model === model)).toHaveLength(2)
  })

  test('of a system prompt give way to that of the request, which may be none', async () => {
    const { say, client } = await setUp()
    await client.settings.save({ params: { model }, body: { system: long(100) } })
    const tokens = async (request: { system?: string }) =>
      metricsOf(await say({ prompt: long(10), options: { num_predict: 2 }, ...request }))?.prompt_tokens
    expect(await tokens({})).toBe(120)
    expect(await tokens({ system: long(30) })).toBe(50)
    // Five go to each message: an empty one is sent, or Ollama would put the model's own in its place.
    expect(await tokens({ system: '' })).toBe(20)
  })

  test('make a start and a first chat load the model once', async () => {
    const { say, client, simulator } = await setUp()
    await client.settings.save({ params: { model }, body: { num_ctx: 8192, num_gpu: 20, num_batch: 256, top_k: 3 } })
    await client.models.start({ params: { model } })
    const chunks = await say({ prompt: 'Write 5 words' })
    expect(simulator.loads.filter((load) => load.model === model)).toHaveLength(1)
    expect(metricsOf(chunks)).toMatchObject({ load_seconds: 0, context_length: 8192 })
    // And the other way round: what a chat loaded is what a start wants.
    expect(await client.models.start({ params: { model } })).toMatchObject({ changed: false, attempts: 0 })
  })
})
