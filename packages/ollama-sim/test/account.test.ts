import { expect, test } from 'vitest'
import { simulation } from './simulation.ts'

test('nobody is signed in, and the answer says where one could', async () => {
  const { send } = await simulation()
  const answer = await send('POST', '/api/me')
  expect(answer.status).toBe(401)
  expect(await answer.json()).toEqual({
    error: 'unauthorized',
    signin_url: expect.stringMatching(/^https:\/\/ollama\.com\/connect\?name=home&key=[\w-]+$/),
  })
})
