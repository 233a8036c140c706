import { expect, test } from 'vitest'
import { simulation } from './simulation.ts'

test('whoever needs a load finds the queue full', async () => {
  // No load ends before one of them was refused.
  const { send, simulator } = await simulation({ scenario: 'laptop', speed: 0, maxQueue: 1 })
  const ask = (num_ctx: number) => send('POST', '/api/generate', { model: 'llama3.2:3b', options: { num_ctx } })
  const asking = [512, 513, 514].map(ask)
  await Promise.race(asking)
  simulator.setSpeed(1000)
  const replies = await Promise.all(asking)
  expect(replies.map(({ status }) => status).toSorted()).toEqual([200, 200, 503])
  const refused = replies.find(({ status }) => status === 503)
  expect(refused?.headers.get('content-type')).toBe('application/json; charset=utf-8')
  expect(await refused?.json()).toEqual({ error: 'server busy, please try again.  maximum pending requests exceeded' })
})

test('whoever waits for a slot of a loaded model is never refused', async () => {
  const { send } = await simulation({ scenario: 'laptop', speed: 10, maxQueue: 1 })
  const question = { model: 'llama3.2:3b', prompt: 'Write 5 words', stream: false }
  await send('POST', '/api/generate', { model: question.model })
  const replies = await Promise.all(Array.from({ length: 6 }, () => send('POST', '/api/generate', question)))
  expect(replies.map(({ status }) => status)).toEqual(Array(6).fill(200))
})
