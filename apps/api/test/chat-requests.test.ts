import { describe, expect, test } from 'vitest'
import { setUp } from './chat-set-up.ts'

describe('a request', () => {
  test.each([
    [{}, '/body/prompt'],
    [{ prompt: 'a', messages: [{ role: 'user', content: 'b' }] }, '/body/prompt'],
    [{ messages: [{ role: 'user', content: 'a' }], images: ['aaaa'] }, '/body/images'],
    [{ prompt: 'a', images: ['not base64!'] }, '/body/images/0'],
    [{ prompt: 'a', keep_messages: 2 }, '/body/keep_messages'],
    [{ messages: [{ role: 'user', content: 'a' }], session_id: 'a', keep_messages: 2 }, '/body/keep_messages'],
  ])('like %.80j is refused by its field', async (payload, path) => {
    const { post, simulator } = await setUp()
    const answer = await post(payload)
    expect([answer.statusCode, answer.json().errors[0].path]).toEqual([400, path])
    expect(simulator.requests.some(({ path }) => path === '/api/chat')).toBe(false)
  })

  test('may have twenty megabytes of images, and no more', async () => {
    const { post } = await setUp()
    const image = (megabytes: number) => Buffer.alloc(megabytes * 1000 ** 2, 7).toString('base64')
    const ask = (images: string[]) => post({ model: 'gemma3:12b', prompt: 'What is it?', images })
    expect((await ask([image(10), image(9)])).statusCode).toBe(200)
    expect((await ask([image(10), image(11)])).json().errors[0].message).toMatch(/20 MB/)
  })

  test.each([
    ['images', { images: ['aaaa'] }, 'cannot see images'],
    ['thinking', { think: true }, 'cannot think'],
    ['tools', { model: 'gemma3:12b', tools: [{ type: 'function' }] }, 'cannot use tools'],
    ['a reply', { model: 'nomic-embed-text' }, 'cannot chat'],
  ])('for %s of a model that cannot is 422 before Ollama is asked', async (_, payload, words) => {
    const { post, simulator } = await setUp()
    const answer = await post({ prompt: 'a', ...payload })
    expect([answer.statusCode, answer.json().code]).toEqual([422, 'capability_missing'])
    expect(answer.json().detail).toContain(words)
    expect(simulator.requests.some(({ path }) => path === '/api/chat')).toBe(false)
  })
})
