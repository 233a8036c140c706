import { describe, expect, test } from 'vitest'
import { as, testApp } from './support.ts'

const nested = (depth: number) => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`
const keys = (count: number) => Array.from({ length: count }, (_, at) => `"k${at}":1`).join(',')
const call = (depth: number) => `{"function":{"name":"f","arguments":${nested(depth)}}}`
const chat = (members: string) => `{"model":"llama3","prompt":"Hi"${members}}`

async function post(url: string, payload: string) {
  const { app, lines } = await testApp()
  const headers = { ...as('admin'), 'content-type': 'application/json' }
  const answer = await app.inject({ method: 'POST', url, headers, payload })
  expect(lines.filter((line) => line.includes('"level":"error"'))).toEqual([])
  return answer
}

describe('a body that would take long to be read', () => {
  const tooDeep = [{ path: '/body', message: 'must not be nested deeper than 200 levels' }]
  const tooMany = [{ path: '/body', message: 'must have at most 250000 values' }]
  const tooManyKeys = [{ path: '/body', message: 'must have at most 20000 different keys' }]

  test.each([
    ['a format nested deep', '/api/chat', chat(`,"format":${nested(6000)}`), tooDeep],
    ['a tool nested deep', '/api/chat', chat(`,"tools":[${nested(100_000)}]`), tooDeep],
    [
      'arguments nested deep, to be saved',
      '/api/chat/history',
      `{"model":"llama3","messages":[{"role":"assistant","content":"","tool_calls":[${call(1500)}]}]}`,
      tooDeep,
    ],
    [
      'arguments nested deep, to be imported',
      '/api/chat/history/import',
      `{"sessions":[{"messages":[{"role":"assistant","content":"","tool_calls":[${call(6000)}]}]}]}`,
      tooDeep,
    ],
    ['settings nested deep', '/api/models/settings/import', `{"llama3":{"settings":{},"x":${nested(6000)}}}`, tooDeep],
    ['brackets without an end', '/api/models/start/llama3', '['.repeat(500_000), tooDeep],
    ['unknown keys', '/api/chat', chat(`,${keys(300_000)}`), tooManyKeys],
    ['a format of many keys', '/api/chat', chat(`,"format":{${keys(50_000)}}`), tooManyKeys],
    ['empty tools', '/api/chat', chat(`,"tools":[${'{},'.repeat(1_000_000)}{}]`), tooMany],
    ['empty messages', '/api/chat', `{"model":"llama3","messages":[${'{},'.repeat(500_000)}{}]}`, tooMany],
    [
      'a conversation of empty lists',
      '/api/chat/history/import',
      `{"sessions":[[${'[],'.repeat(300_000)}0]]}`,
      tooMany,
    ],
    [
      'more messages than a conversation has, all as they should be',
      '/api/chat',
      `{"model":"llama3","messages":[${'{"role":"user","content":"x"},'.repeat(20_000)}{"role":"nobody"}]}`,
      [{ path: '/body/messages', message: 'must have at most 10000 items' }],
    ],
    [
      'pictures without number',
      '/api/chat',
      `{"model":"llama3","messages":[{"role":"user","content":"x","images":[${'"QUJD",'.repeat(100_000)}"QUJD"]}]}`,
      [{ path: '/body/messages/0/images', message: 'must have at most 16 items' }],
    ],
    [
      'models without number',
      '/api/models/settings/import',
      `{${Array.from({ length: 12_000 }, (_, at) => `"m${at}":{}`).join(',')}}`,
      [{ path: '/body', message: 'must have at most 10000 properties' }],
    ],
  ])('is refused at once: %s', async (_, url, payload, errors) => {
    const answer = await post(url, payload)
    expect(answer.statusCode).toBe(400)
    expect(answer.json()).toMatchObject({ code: 'validation_failed', errors })
  })

  test('names the one message among thousands that is wrong', async () => {
    const messages = '{"role":"user","content":"x"},'.repeat(9000)
    const answer = await post('/api/chat', `{"model":"llama3","messages":[${messages}{"role":"user","content":7}]}`)
    expect(answer.json().errors).toEqual([{ path: '/body/messages/9000/content', message: 'must be a string' }])
  })

  test.each([
    ['/api/chat', chat(`,"format":${nested(150)}`)],
    ['/api/chat', chat(`,"tools":[{"function":{"parameters":${nested(100)}}}]`)],
    [
      '/api/chat',
      `{"model":"llama3","messages":[${'{"role":"user","content":"x"},'.repeat(9999)}{"role":"user","content":"x"}]}`,
    ],
    [
      '/api/chat/history/import',
      `{"sessions":[${`{"messages":[${'{"role":"user","content":"x","created_at":"2026-01-01T00:00:00Z"},'.repeat(9999)}{"role":"user","content":"x"}]},`.repeat(20)}{}]}`,
    ],
  ])('is not refused where it is what people have: %s', async (url, payload) => {
    expect((await post(url, payload)).statusCode).toBe(200)
  })
})
