import { expect, test } from 'vitest'
import { metricsOf, model, setUp } from './chat-set-up.ts'

test('a chat counts as a running request of its model, and at its end tells the context that it used', async () => {
  const { client, say, simulator } = await setUp({ simulation: { speed: 0 } })
  const activity = async () => (await client.models.activity()).models.find((one) => one.model === model)
  expect(await activity()).toBeUndefined()
  const said = say({ prompt: 'Hello' })
  await expect.poll(activity).toMatchObject({ requests: 1, tokens_per_second: null, context_used: null })
  simulator.setSpeed(1000)
  const { prompt_tokens, completion_tokens } = metricsOf(await said) ?? {}
  await expect.poll(activity).toMatchObject({
    requests: 0,
    tokens_per_second: null,
    context_used: (prompt_tokens ?? 0) + (completion_tokens ?? 0),
    last_used_at: expect.any(String),
  })
})
