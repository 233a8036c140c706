import type { ChatChunk } from '@ollama-dashboard/contracts'
import { describe, expect, test } from 'vitest'
import { model, setUp } from './chat-set-up.ts'
import { failureOf } from './failure-of.ts'

describe('a failure', () => {
  test('of Ollama before the first word keeps its status', async () => {
    const { post, simulator } = await setUp()
    simulator.faults.add({ kind: 'busy', path: '/api/chat', count: 1 })
    const answer = await post({ prompt: 'Hello' })
    expect([answer.statusCode, answer.json().code]).toEqual([503, 'ollama_busy'])
    // A chat is never repeated by itself.
    expect(simulator.requests.filter(({ path }) => path === '/api/chat')).toHaveLength(1)
  })

  test.each([
    ['truncate', 'stream_truncated'],
    ['error_line', 'runner_crashed'],
    ['reset_stream', 'ollama_unreachable'],
  ] as const)('of Ollama (%s) after it is the last line', async (kind, code) => {
    const { client, simulator } = await setUp()
    simulator.faults.add({ kind, path: '/api/chat', count: 1 })
    const chunks: ChatChunk[] = []
    const reading = (async () => {
      for await (const chunk of client.chat.send({ body: { model, prompt: 'Write 20 words' } })) chunks.push(chunk)
    })()
    expect((await failureOf(reading)).code).toBe(code)
    expect(chunks.length).toBeGreaterThan(0)
    const { requests, errors } = await client.performance.get({ params: { model } })
    expect([requests, errors]).toEqual([1, 1])
  })

  test('of a server that never says a word ends with its limit', async () => {
    const { post, simulator } = await setUp({ core: { firstByteTimeoutMs: 300 } })
    simulator.faults.add({ kind: 'hang', path: '/api/chat', count: 1 })
    const answer = await post({ prompt: 'Hello' })
    expect([answer.statusCode, answer.json().code]).toEqual([504, 'ollama_timeout'])
  })

  test('of an unknown model or conversation is told before Ollama is asked', async () => {
    const { post } = await setUp()
    expect((await post({ model: 'absent', prompt: 'a' })).json().code).toBe('model_not_found')
    expect((await post({ prompt: 'a', session_id: 'absent' })).json().code).toBe('session_not_found')
  })
})
