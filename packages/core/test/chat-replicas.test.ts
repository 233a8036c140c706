import type { ReplyEvent, ServerSentEvent } from '@ollama-dashboard/contracts'
import { expect, test } from 'vitest'
import type { Core } from '../src/core-interface.ts'
import { caller } from './caller.ts'
import { fakeClock } from './fake-clock.ts'
import { replicatedCores } from './replicated-cores.ts'

const model = 'llama3.2:3b'
const soon = { timeout: 10_000 }
const slow = { speed: 1, tokensPerSecond: 40 }

const newChat = (core: Core) => core.conversations.save(caller(), { model, messages: [] })
const ask = (core: Core, session_id: string, prompt = 'Write 300 words') =>
  core.chat.begin(caller(), { request: { model, prompt, session_id, detached: true } })
const at = (core: Core, id: string) => core.conversations.find(caller(), { id })

const textOf = (events: readonly ServerSentEvent<ReplyEvent>[]) =>
  events.map(({ data }) => ('message' in data ? (data.message?.content ?? '') : '')).join('')

async function followed(core: Core, id: string, from = 0, onPart = () => {}) {
  const events: ServerSentEvent<ReplyEvent>[] = []
  for await (const event of core.chat.follow(caller(), { id, from })) {
    events.push(event)
    if (event.event === 'chunk') onPart()
  }
  return events
}

test('a reply is followed on every replica from any part on, and kept once', async () => {
  const { cores, simulator } = await replicatedCores(slow)
  const [asked, other, third] = cores
  const id = await newChat(asked)
  const { reply_id } = await ask(asked, id)
  for (const core of cores)
    expect(await at(core, id)).toMatchObject({ is_replying: true, reply: { id: reply_id, model, question: 0 } })
  const faster = () => simulator.setSpeed(1000)
  const [own, all] = await Promise.all([followed(asked, id), followed(other, id, 0, faster)])
  expect(all.map(({ event }) => event).filter((event) => event !== 'chunk')).toEqual(['begun', 'done'])
  expect(all[0]?.data).toMatchObject({ id: reply_id, model })
  expect(all.length).toBeGreaterThan(3)
  expect(textOf(all)).toBe(textOf(own))
  // Who comes late is told the rest, and its end.
  const rest = await followed(third, id, 5)
  expect(textOf(own).endsWith(textOf(rest))).toBe(true)
  expect([rest[0]?.event, rest.at(-1)?.event, textOf(rest).length > 0]).toEqual(['begun', 'done', true])
  for (const core of cores) {
    await expect.poll(() => at(core, id), soon).toMatchObject({ is_replying: false, reply: null })
    expect((await at(core, id)).messages).toMatchObject([{ role: 'user' }, { role: 'assistant', content: textOf(own) }])
  }
})

test('a conversation that waits for a reply is asked nothing else, whichever replica is asked', async () => {
  const { cores, simulator } = await replicatedCores(slow)
  const [asked, other] = cores
  const id = await newChat(asked)
  const answers = await Promise.allSettled(cores.map((core) => ask(core, id)))
  expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  for (const answer of answers)
    if (answer.status === 'rejected') expect(answer.reason).toMatchObject({ code: 'reply_in_progress' })
  const saving = other.conversations.save(caller(), { id, model, messages: [] })
  await expect(saving).rejects.toMatchObject({ code: 'reply_in_progress' })
  simulator.setSpeed(1000)
  await expect.poll(async () => (await at(asked, id)).is_replying, soon).toBe(false)
  expect((await at(other, id)).messages.map(({ role }) => role)).toEqual(['user', 'assistant'])
  await ask(other, id)
  await expect.poll(async () => (await at(asked, id)).messages.length, soon).toBe(4)
})

test('a reply is stopped on another replica, and so it is by the end of its conversation', async () => {
  const { cores, simulator } = await replicatedCores(slow)
  const [asked, other, third] = cores
  const id = await newChat(asked)
  await ask(asked, id)
  await other.chat.stop(caller(), { id })
  const stopped = { is_replying: false, messages: [{}, { interrupted: true, error: 'reply_stopped' }] }
  expect(await at(third, id)).toMatchObject(stopped)
  await expect(third.chat.stop(caller(), { id })).rejects.toMatchObject({ code: 'reply_not_found' })

  await ask(asked, id)
  await other.conversations.remove(caller(), { id })
  const chats = () => simulator.requests.filter(({ path }) => path === '/api/chat').map(({ aborted }) => aborted)
  await expect.poll(chats, soon).toEqual([true, true])
})

test('a reply whose replica is gone is told as interrupted, and what comes of it later is not kept', async () => {
  const [suspended, clock] = [fakeClock(), fakeClock()]
  const { cores, storages, hub, simulator } = await replicatedCores(slow, (index) => ({
    clock: index === 0 ? suspended : clock,
  }))
  const [gone, other] = cores
  const id = await newChat(gone)
  const { reply_id } = await ask(gone, id, 'Write 3000 words')
  const following = followed(other, id)
  // As if it had not been heard of for some seconds.
  hub.isUp = false
  await storages[1]?.replyClaims.end(reply_id)
  await expect(clock.until(following)).rejects.toMatchObject({ code: 'stream_truncated' })
  expect(await at(other, id)).toMatchObject({ is_replying: false })

  await ask(other, id, 'Write 5 words')
  simulator.setSpeed(1000)
  const isReplying = async () =>
    (await Promise.all([gone, other].map((core) => at(core, id)))).map((one) => one.is_replying)
  await expect.poll(isReplying, soon).toEqual([false, false])
  expect((await at(other, id)).messages).toMatchObject([{ role: 'user' }, { role: 'user' }, { role: 'assistant' }])
})
