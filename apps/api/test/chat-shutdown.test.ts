import { once } from 'node:events'
import type { ServerSentEvent } from '@ollama-dashboard/contracts'
import { type Clock, systemClock, systemContext } from '@ollama-dashboard/core'
import { expect, test } from 'vitest'
import { model, setUp, textOf } from './chat-set-up.ts'
import { failureOf } from './failure-of.ts'

const anHour = 3_600_000
const question = 'Write 60 words'

/** A reply that goes on without whoever asked, and has said something; Ollama says no more until it is told to. */
async function replying(drainMs: number) {
  const { app, client, core, simulator } = await setUp({ drainMs, simulation: { tokensPerSecond: 50 } })
  await client.models.start({ params: { model } })
  const { id } = await client.conversations.save({ body: { model, messages: [] } })
  const follow = () => client.conversations.followReply({ params: { id } })
  simulator.setSpeed(1)
  const ask = () => client.chat.send({ body: { model, prompt: question, session_id: id, detached: true } })
  await ask()
  for await (const event of follow()) if (Number(event.id) >= 3) break
  simulator.setSpeed(0)
  const conversation = () => core.conversations.find(systemContext, { id })
  const beginToClose = async () => {
    const closing = once(app.lifecycle.closing, 'abort')
    const closed = app.close()
    await closing
    return { closed }
  }
  const stop = () => client.conversations.stopReply({ params: { id } })
  return { app, simulator, ask, follow, stop, conversation, beginToClose }
}

async function read(events: AsyncIterable<ServerSentEvent>) {
  const seen: ServerSentEvent[] = []
  for await (const event of events) seen.push(event)
  return seen
}

test('a reply that nobody waits for is finished and kept before the dashboard ends, and no other one is begun', async () => {
  const { ask, conversation, beginToClose, simulator } = await replying(anHour)
  const { closed } = await beginToClose()
  expect((await failureOf(ask())).code).toBe('shutting_down')
  simulator.setSpeed(1000)
  await closed
  expect(await conversation()).toMatchObject({
    is_replying: false,
    messages: [{ content: question }, { role: 'assistant', metrics: { completion_tokens: 60 } }],
  })
  expect((await conversation()).messages[1]).not.toHaveProperty('interrupted')
})

test('whoever follows a reply while the dashboard ends hears its last words and its end', async () => {
  const { follow, conversation, beginToClose, simulator } = await replying(anHour)
  const before = read(follow())
  const { closed } = await beginToClose()
  const after = read(follow())
  simulator.setSpeed(1000)
  await closed
  const { content } = (await conversation()).messages[1] ?? {}
  for (const events of [await before, await after]) {
    expect(events.at(-1)).toMatchObject({ event: 'done', data: { metrics: { completion_tokens: 60 } } })
    const chunks = events.filter(({ event }) => event !== 'begun').map(({ data }) => data)
    expect(textOf(chunks as Parameters<typeof textOf>[0])).toBe(content)
  }
})

test('a reply can still be stopped while the dashboard ends, which then waits no longer', async () => {
  const { stop, conversation, beginToClose } = await replying(anHour)
  const { closed } = await beginToClose()
  await stop()
  await closed
  expect((await conversation()).messages[1]).toMatchObject({ interrupted: true })
})

test('a reply that takes too long does not hold up the end, and whoever follows it is told why', async () => {
  const { app, follow } = await replying(20)
  const following = failureOf(read(follow()))
  await app.close()
  expect((await following).code).toBe('shutting_down')
})

test('the dashboard ends while Ollama hangs that is asked what is in memory', async () => {
  // No limit of an answer ends by itself.
  const clock: Clock = { ...systemClock, after: (ms, act) => (ms < 5000 ? systemClock.after(ms, act) : () => {}) }
  const { app, core, client, say, simulator } = await setUp({ core: { clock } })
  await client.models.start({ params: { model } })
  simulator.faults.add({ kind: 'hang', path: '/api/ps' })
  await say({ prompt: question })
  await app.close()
  await expect(core[Symbol.asyncDispose]()).resolves.toBeUndefined()
})
