import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { Agent, request } from 'node:http'
import { join } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { metricsOf } from './chat-set-up.ts'
import { scriptedChat } from './scripted-chat.ts'
import { ends, says } from './scripted-ollama.ts'
import { as } from './support.ts'

describe('why a reply is over', () => {
  test.each([
    ['a number of tokens', { num_predict: 5 }, { eval_count: 5 }, 'num_predict'],
    [
      'the context, though it might have said more',
      { num_predict: 100, num_ctx: 256 },
      { prompt_eval_count: 251 },
      'context',
    ],
    ['the context, where no number was told', { num_ctx: 256 }, { prompt_eval_count: 251 }, 'context'],
    ['a number of its own', {}, {}, 'num_predict'],
  ])('is told where it stopped at %s', async (_, options, counts, stopped_at) => {
    const { say } = await scriptedChat([[says('one two'), ends('length', counts)]])
    const metrics = metricsOf(await say({ prompt: 'Go', options }))
    expect(metrics).toMatchObject({ done_reason: 'length', stopped_at })
    expect(metrics?.context_needed).toBe(stopped_at === 'context' ? 1024 : null)
  })

  test.each(['stop', 'a reason of tomorrow'])('is passed on: %s', async (reason) => {
    const { say } = await scriptedChat([[says('one'), ends(reason)]])
    const metrics = metricsOf(await say({ prompt: 'Go' }))
    expect(metrics?.done_reason).toBe(reason)
    expect(metrics).not.toHaveProperty('stopped_at')
  })

  test('is kept with the message, and in the file of chats', async () => {
    const { say, client, newConversation, dataDir } = await scriptedChat([[says('one two'), ends('length')]])
    const session_id = await newConversation()
    await say({ prompt: 'Go', session_id, options: { num_predict: 5 } })
    const kept = { done_reason: 'length', stopped_at: 'num_predict' }
    const { messages } = await client.conversations.get({ params: { id: session_id } })
    expect(messages.at(-1)?.metrics).toMatchObject(kept)
    await client.conversations.update({ params: { id: session_id }, body: { title: 'Written' } })
    const [entry] = JSON.parse(await readFile(join(dataDir, 'history.json'), 'utf8'))
    expect(entry.messages.at(-1).metrics).toMatchObject(kept)
  })
})

describe('the lines of a reply', () => {
  test('leave as the bytes that came, with members that nobody knows', async () => {
    const odd =
      '{"model":"scripted:latest", "created_at":"x","message":{"role":"assistant","content":"\\u0061"},"done":false,"logprobs":[1.0]}\r\n'
    const { app, model } = await scriptedChat([
      (response) => {
        response.write(odd.slice(0, 40))
        response.write(odd.slice(40))
        response.end(`${JSON.stringify(ends('stop'))}\n`)
      },
    ])
    const headers = as('operator')
    const { body } = await app.inject({ method: 'POST', url: '/api/chat', headers, payload: { model, prompt: 'Go' } })
    expect(body.slice(0, odd.length)).toBe(odd)
  })

  const call = { function: { name: 'weather', arguments: {} } }

  test.each([
    ['a list of calls that is none', { tool_calls: {} }, {}],
    ['a number of calls', { tool_calls: 5 }, {}],
    ['letters for calls', { tool_calls: 'abc' }, {}],
    ['words for one of its calls', { tool_calls: ['abc', call] }, { tool_calls: [call] }],
    ['an object for its words', { content: { text: 'x' } }, {}],
    ['a list for its thoughts', { thinking: ['x'] }, {}],
    ['what nobody knows', { mood: 'good' }, { mood: 'good' }],
  ])('with %s are joined to what is readable', async (_, odd, more) => {
    const { post, model } = await scriptedChat([
      [says('one'), says('', odd), { ...ends('stop'), message: { role: 'assistant', content: '', ...odd } }],
    ])
    const answer = await post({ model, prompt: 'Go', stream: false })
    const calls = 'tool_calls' in more ? { tool_calls: [call, call] } : more
    expect([answer.statusCode, answer.json().message]).toEqual([200, { role: 'assistant', content: 'one', ...calls }])
  })

  test('with words in place of the last message are joined without it', async () => {
    const { post, model } = await scriptedChat([[says('one'), { ...ends('stop'), message: 'end' }]])
    const answer = await post({ model, prompt: 'Go', stream: false })
    expect(answer.json().message).toEqual({ role: 'assistant', content: 'one' })
  })

  test('with odd calls of tools go on without their caller', async () => {
    const { client, model, newConversation } = await scriptedChat([[says('one', { tool_calls: {} }), ends('stop')]])
    const id = await newConversation()
    await client.chat.send({ body: { model, prompt: 'Go', session_id: id, detached: true } })
    const last = async () => (await client.conversations.get({ params: { id } })).messages.at(-1)
    await expect.poll(last).toMatchObject({ role: 'assistant', content: 'one', metrics: { done_reason: 'stop' } })
  })

  test('with an error of null are no failure', async () => {
    const { say } = await scriptedChat([
      [
        { ...says('one'), error: null },
        { ...ends('stop'), error: null },
      ],
    ])
    expect(metricsOf(await say({ prompt: 'Go' }))).toMatchObject({ done_reason: 'stop' })
  })

  test('come over a connection that is used again', async () => {
    const { baseUrl, model } = await scriptedChat([
      [says('one'), ends('stop')],
      [says('two'), ends('stop')],
    ])
    const agent = new Agent({ keepAlive: true, maxSockets: 1 })
    onTestFinished(() => agent.destroy())
    const ask = async () => {
      const asked = request(`${baseUrl}/api/chat`, {
        agent,
        method: 'POST',
        headers: { ...as('operator'), 'content-type': 'application/json' },
      })
      asked.end(JSON.stringify({ model, prompt: 'Go' }))
      const [answer] = await once(asked, 'response')
      answer.resume()
      await once(answer, 'end')
      return asked.reusedSocket
    }
    expect([await ask(), await ask()]).toEqual([false, true])
  })
})

describe('a prompt of which half a context was read', () => {
  test.each([
    ['was cut, though the server was asked to refuse it', 'word '.repeat(5000), true],
    ['and that has no more bytes than the context holds, was not', 'word '.repeat(500), false],
  ])('%s', async (_, prompt, prompt_truncated) => {
    const { say } = await scriptedChat([[says('one'), ends('stop', { prompt_eval_count: 2050 })]])
    expect(metricsOf(await say({ prompt }))).toMatchObject({ context_length: 4096, prompt_truncated })
  })
})

describe('a model that is to stay in memory', () => {
  test('for ever is asked for so again, whoever asked for it', async () => {
    const expiresAt = '2318-01-01T00:00:00Z'
    const { say, chats } = await scriptedChat([[says('one'), ends('stop')]], { expiresAt })
    await say({ prompt: 'Go', options: { num_ctx: 2048 } })
    expect(chats[0]?.keep_alive).toBe(-1)
  })

  test('for a time that it was started with stays so in a chat that loads it anew, unless that says otherwise', async () => {
    const reply = [says('one'), ends('stop')]
    const { client, say, chats, model } = await scriptedChat([reply, reply, reply])
    await client.models.start({ params: { model }, body: { keep_alive: '24h' } })
    await say({ prompt: 'Go', options: { num_ctx: 2048 } })
    await say({ prompt: 'Go', keep_alive: '1h' })
    await say({ prompt: 'Go' })
    expect(chats.map(({ keep_alive }) => keep_alive)).toEqual(['24h', '1h', '1h'])
  })
})

test('a reply is not given up while a tool call is written, which takes minutes without a word', async () => {
  const { promise: call, resolve: writeCall } = Promise.withResolvers<void>()
  const tool_calls = [{ function: { name: 'weather', arguments: { city: 'Bern' } } }]
  const { client, model } = await scriptedChat([
    async (response) => {
      response.write(`${JSON.stringify(says('ok'))}\n`)
      await call
      response.write(`${JSON.stringify(says('', { tool_calls }))}\n`)
      response.end(`${JSON.stringify(ends('stop'))}\n`)
    },
  ])
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'], shouldAdvanceTime: true })
  onTestFinished(() => void vi.useRealTimers())
  const lines = client.chat.send({ body: { model, prompt: 'Weather?' } })[Symbol.asyncIterator]()
  await lines.next()
  // Until the dashboard waits for the next line.
  for (let turn = 0; turn < 20; turn += 1) await nextTurn()
  vi.advanceTimersByTime(125_000)
  writeCall()
  expect((await lines.next()).value?.message?.tool_calls).toEqual(tool_calls)
})
