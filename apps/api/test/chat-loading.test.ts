import { expect, test } from 'vitest'
import { model, setUp } from './chat-set-up.ts'
import { as } from './support.ts'

type SetUp = Awaited<ReturnType<typeof setUp>>

/** What was told of the model, oldest first. */
async function told({ client }: SetUp) {
  const { events } = await client.observability.recentEvents({ query: { limit: 50 } })
  return events.filter((event) => event.model === model && event.type !== 'prompt.truncated').toReversed()
}
const types = async (api: SetUp) => (await told(api)).map(({ type }) => type)

test('a model that fails to load for a chat is announced as loading and as failed', async () => {
  const api = await setUp()
  await api.client.models.running()
  api.simulator.faults.add({ kind: 'error', path: '/api/chat', count: 1 })
  expect((await api.post({ prompt: 'Hello' })).statusCode).toBe(502)
  await expect.poll(() => types(api)).toEqual(['model.loading', 'model.load_failed'])
  expect((await told(api))[1]).toMatchObject({ model, detail: expect.stringContaining('stopped unexpectedly') })
  const { models } = await api.client.models.running()
  expect(models.map(({ name }) => name)).not.toContain(model)
})

test('a load ends as cancelled once its last caller has left', async () => {
  const api = await setUp({ simulation: { speed: 0, numParallel: 2 } })
  await api.client.models.running()
  const ask = () => {
    const leaving = new AbortController()
    const asking = fetch(`${api.baseUrl}/api/chat`, {
      method: 'POST',
      headers: { ...as('operator'), 'content-type': 'application/json' },
      body: JSON.stringify({ model, prompt: 'Hello' }),
      signal: leaving.signal,
    })
    return async () => {
      leaving.abort()
      await expect(asking).rejects.toThrow()
    }
  }
  const chats = () => api.simulator.requests.filter(({ path }) => path === '/api/chat')
  const leaveFirst = ask()
  await expect.poll(chats).toHaveLength(1)
  const leaveSecond = ask()
  await expect.poll(chats).toHaveLength(2)
  await leaveFirst()
  await expect.poll(() => chats()[0]?.aborted).toBe(true)
  expect(await types(api)).toEqual(['model.loading'])
  await leaveSecond()
  await expect.poll(() => types(api)).toEqual(['model.loading', 'model.load_failed'])
  expect((await told(api))[1]?.detail).toBe('The load was cancelled.')
})

test('a prompt that a cold model was loaded for and refused is no failed load', async () => {
  const api = await setUp()
  await api.client.models.running()
  const answer = await api.post({ prompt: 'word'.repeat(1000), options: { num_ctx: 512 }, on_overflow: 'error' })
  expect(answer.json().code).toBe('prompt_too_long')
  await expect.poll(() => types(api)).toEqual(['model.loading', 'model.loaded'])
})
