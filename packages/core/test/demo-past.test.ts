import { type ConversationMessage, comparableName, type Preset } from '@ollama-dashboard/contracts'
import { expect, onTestFinished, test } from 'vitest'
import { openConversations } from '../src/conversations/open-conversations.ts'
import { openDemoPast, type PastConversation } from '../src/demo/demo-past.ts'
import { createEventBus } from '../src/events/event-bus.ts'
import { createBackground } from '../src/kernel/background.ts'
import { timestamp } from '../src/kernel/clock.ts'
import { createObservedPerformance } from '../src/performance/observed-performance.ts'
import { createPresets } from '../src/presets/presets.ts'
import { createMemoryStorage } from '../src/storage/open-storage.ts'
import { caller } from './caller.ts'
import { fakeClock } from './fake-clock.ts'
import { temporaryFolder } from './temporary-folder.ts'

const hourMs = 3_600_000
const clock = fakeClock()
const reply: ConversationMessage = { role: 'assistant', content: 'Gladly.' }

const chat = (id: string, hoursAgo: number): PastConversation => ({
  id,
  model: 'm',
  messages: [{ role: 'user', content: `About ${id}`, created_at: timestamp(clock.now() - hoursAgo * hourMs) }],
})

const changeOf = (after: number, ms: number) => ({
  ...{ at: timestamp(ms), actor: null, how: 'saved' as const },
  changed: [{ setting: 'temperature' as const, before: null, after }],
})
const changeTo = (model: string, after: number, replaces: string | null = null) => ({
  key: comparableName(model),
  replaces,
  entry: { model, settings: { temperature: after }, source: 'user' as const, updated_at: null, updated_by: null },
  made: changeOf(after, clock.now()),
})

const presetOf = (id: string, name: string): Preset => ({
  id,
  name,
  system: `Text of ${id}`,
  updated_at: timestamp(clock.now()),
  updated_by: null,
})

async function demoWithPast() {
  const own = await createMemoryStorage(clock)
  onTestFinished(() => own[Symbol.asyncDispose]())
  await own.settings.apply([changeTo('theirs', 0.1), { ...changeTo('saved', 0.1), made: undefined }])
  const events = createEventBus(clock, createBackground({ clock }))
  const past = await openDemoPast({
    storage: own,
    instance: 'default',
    events,
    clock,
    past: (until) => [
      async ({ conversation, event, settingsChange }) => {
        for (const model of ['m', 'theirs', 'saved']) await settingsChange(model, changeOf(0.5, until - hourMs))
        for (const told of [chat('early', 5), chat('late', 2)]) await conversation(told)
        event({ type: 'model.unloaded', instance: 'default', model: 'm' }, until - hourMs)
      },
      ({ event }) => event({ type: 'model.loaded', instance: 'default', model: 'm' }, until - 2 * hourMs),
      ({ request }) => request({ model: 'm', by: null, metrics: null }, until - hourMs),
      ({ preset }) => preset(presetOf('past', 'Of the past')),
    ],
  })
  onTestFinished(() => past[Symbol.asyncDispose]())
  const file = { path: `${await temporaryFolder()}/history.json`, maxHistory: 50 }
  const conversations = await openConversations({ storage: own, shown: past.conversations, clock, ...file })
  onTestFinished(() => conversations[Symbol.asyncDispose]())
  const presets = createPresets({ storage: past, events, clock })
  return { own, past, events, conversations, presets }
}

const titles = (page: { readonly sessions: readonly { readonly title: string }[] }) =>
  page.sessions.map(({ title }) => title)

test('chats of the past and those of people are pages of one list', async () => {
  const { conversations, own } = await demoWithPast()
  await own.conversations.save(
    {
      id: 'own',
      owner: null,
      title: 'Mine',
      model: 'm',
      message_count: 0,
      pinned: false,
      ...at(clock.now() - 3 * hourMs),
    },
    [],
  )
  const first = await conversations.page(caller(), { limit: 2 })
  expect(titles(first)).toEqual(['About late', 'Mine'])
  expect(titles(await conversations.page(caller(), { limit: 2, before: first.next ?? '' }))).toEqual(['About early'])
  await conversations.update(caller(), { id: 'own', pinned: true })
  expect(titles(await conversations.page(caller(), { limit: 2 }))).toEqual(['Mine', 'About late'])
})

const at = (ms: number) => ({ created_at: timestamp(ms), updated_at: timestamp(ms) })

test('what is said in a chat of the past stays there, and a reply that comes after its end is nowhere', async () => {
  const { conversations, own, past } = await demoWithPast()
  const ask = (content: string) => conversations.ask('late', [{ role: 'user', content }], 'm')
  await conversations.answer('late', await ask('More?'), reply, 'm')
  const { messages } = await conversations.find(caller(), { id: 'late' })
  expect(messages.map(({ content }) => content)).toEqual(['About late', 'More?', 'Gladly.'])

  const exchange = await ask('And then?')
  await past[Symbol.asyncDispose]()
  await conversations.answer('late', exchange, reply, 'm')
  expect(await own.conversations.page({ scope: 'all', limit: 10 })).toEqual([])
  expect(titles(await conversations.page(caller(), {}))).toEqual([])
})

test('events of all subjects are in the order of their times, and those who come back for them miss them later', async () => {
  const { events, past } = await demoWithPast()
  expect(events.recent(10).map(({ type }) => type)).toEqual(['model.unloaded', 'model.loaded'])
  events.announce({ type: 'ollama.up', instance: 'default' })
  await past[Symbol.asyncDispose]()
  expect(events.recent(10).map(({ type }) => type)).toEqual(['ollama.up'])
  expect([events.since(1), events.since(2)]).toMatchObject([null, [{ type: 'ollama.up' }]])
})

test('requests to the models of a demo are kept with its past, those to other servers as ever', async () => {
  const { own, past } = await demoWithPast()
  const observed = createObservedPerformance(past.performance, clock)
  for (const id of ['demo:default', 'other'])
    await observed.note({ instance: { id }, model: 'm', by: null, metrics: null })
  const kept = createObservedPerformance(own.performance, clock)
  expect((await observed.of({ id: 'demo:default' }, 'm')).requests).toBe(2)
  expect((await kept.of({ id: 'demo:default' }, 'm')).requests).toBe(0)
  expect((await kept.of({ id: 'other' }, 'm')).requests).toBe(1)
})

test('presets of the past and those of people are one list, with names of their own, and only the latter stay', async () => {
  const { own, past, presets } = await demoWithPast()
  const [told] = await presets.list(caller())
  const text = { system: told?.system ?? '' }
  const mine = await presets.create(caller(), { name: 'Mine', system: 'My text' })
  await expect(presets.create(caller(), { name: 'of the PAST', system: 'x' })).rejects.toThrow('already exists')
  const change = presets.replace(caller(), { ...mine, name: 'Of the past' })
  await expect(change).rejects.toMatchObject({ code: 'preset_exists' })
  await presets.replace(caller(), { id: 'past', name: 'Renamed', ...text })
  await presets.remove(caller(), { id: 'past' })
  await presets.create(caller(), { name: 'Brought back', ...text })
  expect((await presets.list(caller())).map(({ name }) => name)).toEqual(['Brought back', 'Mine'])
  expect(await own.presets.all()).toEqual([mine])
  await past[Symbol.asyncDispose]()
  expect(await presets.list(caller())).toEqual([mine])
})

test('settings that were tried in the past come after what people change, and never among what they changed before', async () => {
  const { own, past } = await demoWithPast()
  const page = async (model: string, limit: number, before?: number) => {
    const changes = await past.settingsChanges.page(comparableName(model), { limit, before })
    return changes.map(({ id, changed }) => [id, changed[0]?.after])
  }
  const [[first]] = (await page('m', 5)) as [[number, number]]
  expect(first).toBeLessThan(0)
  await own.settings.apply([changeTo('m', 1)])
  expect(await page('m', 5)).toEqual([
    [1, 1],
    [first, 0.5],
  ])
  expect(await page('m', 1)).toEqual([[1, 1]])
  expect(await page('m', 5, 1)).toEqual([[first, 0.5]])
  expect(await page('m', 5, first)).toEqual([])
  expect(await page('theirs', 5)).toEqual([[1, 0.1]])
  expect(await page('saved', 5)).toEqual([])
  expect(await own.settingsChanges.page(comparableName('m'), { limit: 5 })).toHaveLength(1)
  await past[Symbol.asyncDispose]()
  expect(await page('m', 5)).toEqual([[1, 1]])
  expect(await page('m', 5, first)).toEqual([])
})
