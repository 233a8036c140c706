import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Conversation } from '@ollama-dashboard/contracts'
import { startSimulator } from '@ollama-dashboard/ollama-sim'
import { expect, onTestFinished, test } from 'vitest'
import { end, launch } from './launch.ts'

const model = 'llama3.2:3b'

const post = async (url: string, body: object): Promise<{ readonly id: string }> => {
  const headers = { 'content-type': 'application/json' }
  return (await (await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })).json()) as { id: string }
}

/** A dashboard that is asked for a reply over a simulated Ollama, and how its conversation stands at an address. */
async function replying(prompt: string) {
  const dataDir = await mkdtemp(join(tmpdir(), 'dashboard-'))
  onTestFinished(() => rm(dataDir, { recursive: true, force: true }))
  const ollama = await startSimulator({ scenario: 'home', speed: 20, tokensPerSecond: 3 })
  onTestFinished(() => ollama.close())
  const env = { DATA_DIR: dataDir, OLLAMA_HOST: new URL(ollama.url).host }

  const first = await launch(env)
  const { id } = await post(`${first.url}/api/chat/history`, { model, messages: [] })
  await post(`${first.url}/api/chat`, { model, prompt, session_id: id, detached: true })
  const conversationAt = async (url: string) =>
    (await (await fetch(`${url}/api/chat/history/${id}`)).json()) as Conversation
  const follow = async () => (await fetch(`${first.url}/api/chat/history/${id}/reply`)).text()
  return { ollama, env, first, conversationAt, follow }
}

test.each([
  ['SIGKILL', 'stream_truncated'],
  ['SIGTERM', 'shutting_down'],
] as const)('what had come of a detached reply is there after the dashboard ended by %s', async (signal, reason) => {
  const { env, first, conversationAt } = await replying('Write 30000 words')
  // As much as is kept while it comes.
  await expect.poll(async () => (await conversationAt(first.url)).messages.length).toBe(2)
  const before = (await conversationAt(first.url)).messages[1]?.content ?? ''
  await end(first.child, signal)

  const second = await launch(env)
  const found = await conversationAt(second.url)
  expect(found).toMatchObject({
    is_replying: false,
    reply: null,
    messages: [{ role: 'user' }, { role: 'assistant', interrupted: true, error: reason }],
  })
  expect(found.messages[1]?.content).toContain(before)
  expect(before).toMatch(/\w+ \w+/)
})

test('a detached reply that comes while the dashboard ends by SIGTERM is whole afterwards, and was heard to its end', async () => {
  const { ollama, env, first, conversationAt, follow } = await replying('Write 200 words')
  ollama.setSpeed(0)
  const following = follow()
  const ended = once(first.child, 'exit')
  first.child.kill('SIGTERM')
  await expect.poll(async () => (await fetch(`${first.url}/health?ready=true`)).status).toBe(503)
  ollama.setSpeed(1000)
  expect(await following).toMatch(/event: done\nid: \d+\ndata: [^\n]*"completion_tokens":200[^\n]*\n\n$/)
  expect(await ended).toEqual([0, null])

  const second = await launch(env)
  const { messages } = await conversationAt(second.url)
  expect(messages).toMatchObject([{ role: 'user' }, { role: 'assistant', metrics: { completion_tokens: 200 } }])
  expect(messages[1]).not.toHaveProperty('interrupted')
})
