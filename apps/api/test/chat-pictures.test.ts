import { expect, test } from 'vitest'
import { model, setUp } from './chat-set-up.ts'
import { failureOf } from './failure-of.ts'

const seeing = 'gemma3:12b'
const look = { role: 'user' as const, content: 'What is it?', images: ['aaaa'] }

test('a model that cannot see is not asked in a conversation with pictures, and the person is told why', async () => {
  const { client, say, simulator } = await setUp()
  const { id } = await client.conversations.save({ body: { model: seeing, messages: [look] } })
  const failure = await failureOf(say({ prompt: 'And now?', session_id: id }))
  expect(failure).toMatchObject({
    code: 'capability_missing',
    message: `"${model}" cannot see images, and this conversation contains images.`,
    hint: 'Choose a model that can, or start a new chat.',
  })
  expect(simulator.requests.some(({ path }) => path === '/api/chat')).toBe(false)
  // From before the picture the same model may go on.
  await say({ prompt: 'And now?', session_id: id, keep_messages: 0 })
})

test.each([
  ['no base64', '!!not base64'],
  ['base64 with a fault in the middle', `${'A'.repeat(1000)}!${'A'.repeat(999)}`],
  ['base64 that ends too early', 'aaa'],
  ['more after its end', 'aa==aaaa'],
])('what is %s is neither asked about nor kept as a picture', async (_, image) => {
  const { client, post } = await setUp()
  const messages = [
    { role: 'user' as const, content: 'Hi' },
    { ...look, images: ['aaaa', image] },
  ]
  const saving = client.conversations.save({ body: { model: seeing, messages } })
  expect((await failureOf(saving)).fieldErrors).toEqual([
    { path: '/body/messages/1/images/1', message: 'must be a base64 image' },
  ])
  const asked = await post({ model: seeing, messages })
  expect(asked.json().errors[0].path).toBe('/body/messages/1/images/1')
})

test('of an imported chat the pictures that are none are left out', async () => {
  const { client } = await setUp()
  const messages = [
    { ...look, images: ['aaaa', '!!not base64'] },
    { ...look, images: ['?'] },
  ]
  await client.conversations.import({ body: { sessions: [{ id: 'old', messages }] } })
  const kept = await client.conversations.get({ params: { id: 'old' } })
  expect(kept.messages).toEqual([look, { role: 'user', content: 'What is it?' }])
})
