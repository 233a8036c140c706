import { randomUUID } from 'node:crypto'
import { limits } from '@ollama-dashboard/contracts'
import { describe, expect, onTestFinished, test } from 'vitest'
import { createEventBus } from '../src/events/event-bus.ts'
import { createBackground } from '../src/kernel/background.ts'
import { systemClock } from '../src/kernel/clock.ts'
import { DashboardError } from '../src/kernel/errors.ts'
import { createPresets } from '../src/presets/presets.ts'
import { openStorage } from '../src/storage/open-storage.ts'
import { contentOf } from './alert-message.ts'
import { caller } from './caller.ts'
import { engines, type Place } from './engines.ts'
import { at, conversationOf, said } from './stored-conversation.ts'
import { storedKey } from './stored-key.ts'

const clock = systemClock
const times = <T>(count: number, work: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => work(index))

async function opened(place: Place) {
  const storage = await openStorage({ ...place, clock })
  onTestFinished(() => storage[Symbol.asyncDispose]())
  return storage
}

describe.each(engines)('what is done at once in $name', ({ name, place, query }) => {
  /** Two processes where the storage is for several, and two callers of one elsewhere. */
  async function two(where: Place) {
    const first = await opened(where)
    return [first, name === 'PostgreSQL' ? await opened(where) : first] as const
  }

  test('no more sessions of a key are kept than may be', async () => {
    const { sessions } = await opened(await place())
    const ends = { createdBefore: at(-1), seenBefore: at(-1) }
    const session = (index: number) => ({
      ...{ id: `session-${index}`, public_id: `public-${index}`, key_hash: 'a'.repeat(64) },
      ...{ created_at: at(index), last_seen_at: at(index), browser: null, address: null },
    })
    await Promise.all(times(20, (index) => sessions.add(session(index), ends, 3)))
    expect(await sessions.all(ends)).toHaveLength(3)
  })

  test('messages about alerts each have a number of their own', async () => {
    const where = await place()
    const [one, other] = await two(where)
    const message = () => ({ id: randomUUID(), channel: 'ops', content: contentOf(), createdAt: at(0) })
    await Promise.all(times(20, (index) => (index % 2 ? one : other).alertMessages.add([message(), message()])))
    const rows = await query(where, 'select distinct number from alert_messages')
    expect(rows).toHaveLength(40)
  })

  test('a chat that is deleted while somebody writes in it leaves no message behind', async () => {
    const where = await place()
    const { conversations } = await opened(where)
    const ids = times(30, (index) => `chat-${index}`)
    for (const id of ids) await conversations.save(conversationOf(id, 0), [said('Hello')])
    const changed = { updated_at: at(1), model: 'llama3.2:3b' }
    await Promise.all(
      ids.flatMap((id) => [
        conversations.append(id, [said('More')], changed),
        conversations.remove(id),
        conversations.append(id, [said('Still more')], changed),
      ]),
    )
    expect(await query(where, 'select conversation_id from chat_messages')).toEqual([])
  })

  test('of questions that take the place of one another, one stays', async () => {
    const { conversations } = await opened(await place())
    const changed = { updated_at: at(1), model: 'llama3.2:3b' }
    for (const id of times(10, (index) => `chat-${index}`)) {
      await conversations.save(conversationOf(id, 0), [said('Hello')])
      await Promise.all(
        times(5, (index) =>
          conversations.append(id, [said(`Question ${index}`)], changed, { keep: 1, exchange: randomUUID() }),
        ),
      )
      expect(await conversations.messages(id)).toEqual([said('Hello'), said(expect.stringContaining('Question'))])
    }
  })

  test('a chat that somebody names while its first question is asked keeps the name', async () => {
    const { conversations } = await opened(await place())
    await conversations.save(conversationOf('chat', 0, { title: 'New chat' }), [])
    await conversations.change('chat', { title: 'My plans' })
    // It was read before that it had no name yet.
    const changed = { updated_at: at(1), model: 'llama3.2:3b', title: 'How are you?' }
    expect(await conversations.append('chat', [said('How are you?')], changed)).toBe(true)
    expect(await conversations.find('chat')).toMatchObject({ title: 'My plans', message_count: 1 })
  })

  test('turns of one name come one after the other, in any process', async () => {
    const [one, other] = await two(await place())
    let running = 0
    const most: number[] = []
    const work = async () => {
      running += 1
      most.push(running)
      // Long enough for the other ones to begin, if they could.
      await one.keys.all()
      await other.keys.all()
      running -= 1
    }
    await Promise.all(times(8, (index) => (index % 2 ? one : other).keys.inTurn(work)))
    expect(most).toEqual(times(8, () => 1))
  })

  test('work that fails in its turn is no failure of the storage, and the next one has its turn', async () => {
    const storage = await opened(await place())
    const refused = new DashboardError('preset_exists', 'It exists.')
    await expect(storage.presets.inTurn(() => Promise.reject(refused))).rejects.toBe(refused)
    expect(storage.state().failure).toBeNull()
    expect(await storage.presets.inTurn(async () => 'done')).toBe('done')
  })

  test('the last free place for a preset is given once', async () => {
    const storages = await two(await place())
    const events = createEventBus(clock, createBackground({ clock }))
    const [one, other] = storages.map((storage) => createPresets({ storage, events, clock }))
    const preset = (id: string) => ({ id, name: id, system: '', updated_at: at(0), updated_by: null })
    for (let count = 1; count < limits.presets; count += 1) await storages[0].presets.add(preset(`Preset ${count}`))
    const created = await Promise.allSettled(
      times(6, (index) => (index % 2 ? one : other)?.create(caller(), { name: `Last ${index}`, system: '' })),
    )
    expect(created.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await storages[0].presets.names()).toHaveLength(limits.presets)
  })

  test('a key that was revoked stays so, whatever was known of it', async () => {
    const { keys } = await opened(await place())
    const key = storedKey('one', 'Laptop')
    await keys.add(key)
    const revoked = { ...key, revoked_at: at(1) }
    expect(await keys.replace(revoked)).toBe(true)
    expect(await keys.replace({ ...key, role: 'admin' })).toBe(false)
    expect(await keys.all()).toEqual([revoked])
  })
})
