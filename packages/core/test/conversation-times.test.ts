import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { openConversations } from '../src/conversations/open-conversations.ts'
import { caller } from './caller.ts'
import { engines } from './engines.ts'
import { fakeClock } from './fake-clock.ts'
import { temporaryFolder } from './temporary-folder.ts'

const model = 'llama3.2:3b'
const reader = caller(undefined, { id: 'ann', role: 'operator' })
const messages = [{ role: 'user' as const, content: 'Hello' }]

describe.each(engines)('with a full history in $name', ({ open }) => {
  async function setUp() {
    const clock = fakeClock()
    const storage = await open(clock)
    const repository = storage.conversations
    const path = join(await temporaryFolder(), 'history.json')
    const conversations = await openConversations({ storage, path, maxHistory: 3, clock })
    onTestFinished(() => conversations[Symbol.asyncDispose]())
    const ids = async () => (await conversations.page(reader, {})).sessions.map(({ id }) => id)
    return { conversations, repository, clock, ids }
  }

  test('a new conversation stays although the clock was set back, and the oldest goes', async () => {
    const { conversations, repository, clock, ids } = await setUp()
    for (const [index, id] of ['a', 'b', 'c'].entries()) {
      const at = new Date(clock.now() + (index + 1) * 3_600_000).toISOString()
      const times = { created_at: at, updated_at: at }
      await repository.save({ id, owner: 'ann', title: id, model, message_count: 1, pinned: false, ...times }, messages)
    }
    await conversations.save(reader, { id: 'new', model, messages })
    expect(await ids()).toEqual(['c', 'b', 'new'])
  })

  test('an imported conversation of the future is one of now, and pushes no other out for ever', async () => {
    const { conversations, clock, ids } = await setUp()
    const entries = ['x', 'y', 'z'].map((id) => ({ id, timestamp: '2999-01-01T00:00:00Z', prompt: 'Hello' }))
    await conversations.importAll(reader, { entries })
    const now = new Date(clock.now()).toISOString()
    expect(await conversations.find(reader, { id: 'x' })).toMatchObject({ created_at: now, updated_at: now })
    for (const id of ['a', 'b', 'c']) {
      await clock.advance(1000)
      await conversations.save(reader, { id, model, messages })
    }
    expect(await ids()).toEqual(['c', 'b', 'a'])
  })
})
