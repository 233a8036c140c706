import { describe, expect, test } from 'vitest'
import type { ConversationRepository } from '../src/conversations/conversation-repository.ts'
import { model, reader, said, setUp } from './chats-with-file.ts'

test('a title that is cut keeps its last character whole', async () => {
  const { conversations } = await setUp()
  await conversations.save(reader, { id: 'a', model, messages: [said(`${'x'.repeat(59)}🦙🦙`)] })
  await conversations.importAll(reader, { entries: [{ id: 'b', title: `${'x'.repeat(199)}🦙🦙`, prompt: 'Why?' }] })
  expect((await conversations.find(reader, { id: 'a' })).title).toBe(`${'x'.repeat(59)}…`)
  expect((await conversations.find(reader, { id: 'b' })).title).toBe('x'.repeat(199))
})

test('chats of a year that cannot be are found page by page too', async () => {
  const { conversations } = await setUp()
  const years = ['+012026-01-01T00:00:00Z', '-000001-01-01T00:00:00Z', '2026-01-01T00:00:00Z']
  await conversations.importAll(reader, {
    entries: years.map((timestamp, index) => ({ id: `s${index}`, timestamp, prompt: 'Why?' })),
  })
  const seen: string[] = []
  let before: string | null | undefined
  while (before !== null) {
    const page = await conversations.page(reader, { limit: 1, ...(before && { before }) })
    seen.push(...page.sessions.map(({ id }) => id))
    before = page.next
  }
  expect(seen).toEqual(['s2', 's1', 's0'])
})

describe('of more chats than are kept', () => {
  const chats = (count: number, owner: string | null = null) =>
    Array.from({ length: count }, (_, index) => ({
      id: `${owner ?? 'nobody'}-${index}`,
      timestamp: `2026-01-0${index + 1}T00:00:00.000Z`,
      model,
      prompt: `${index}`,
      owner,
    }))
  const ids = async (repository: ConversationRepository, owner: string | null) =>
    (await repository.page({ scope: { owner }, limit: 50 })).map(({ id }) => id)

  test('an import takes the newest, once', async () => {
    const { conversations, repository } = await setUp({ maxHistory: 3 })
    const ofTwo = [
      ...chats(5),
      ...chats(1).map((chat) => ({ ...chat, id: 'newer', timestamp: '2026-01-09T00:00:00Z' })),
    ]
    expect(await conversations.importAll(reader, { entries: chats(5) })).toEqual({ imported: 3, skipped: 2 })
    expect(await conversations.importAll(reader, { entries: chats(5) })).toEqual({ imported: 0, skipped: 5 })
    expect(await conversations.importAll(reader, { entries: ofTwo })).toEqual({ imported: 1, skipped: 5 })
    expect(await conversations.importAll(reader, { entries: ofTwo })).toEqual({ imported: 0, skipped: 6 })
    expect(await ids(repository, null)).toEqual(['newer', 'nobody-4', 'nobody-3'])
  })

  test('as many can be pinned as are kept, and an import puts none in the place of those', async () => {
    const { conversations, repository } = await setUp({ maxHistory: 3 })
    const save = (id: string, pinned?: boolean) =>
      conversations.save(reader, { id, model, messages: [said(id)], ...(pinned && { pinned }) })
    for (const id of ['a', 'b', 'c']) await save(id, true)
    const refused = { code: 'too_many_pinned', message: '3 chats are pinned already.' }
    await expect(save('d', true)).rejects.toMatchObject(refused)
    await save('d')
    await expect(conversations.update(reader, { id: 'd', pinned: true })).rejects.toMatchObject(refused)
    await conversations.update(reader, { id: 'a', pinned: true, title: 'A' })
    const entries = [...chats(2), ...chats(1, 'x')].map((one) => ({ ...one, pinned: true }))
    await conversations.importAll(reader, { entries })
    expect(await ids(repository, null)).toEqual(['c', 'b', 'a'])
    await conversations.update(reader, { id: 'b', pinned: false })
    await conversations.importAll(reader, { entries })
    expect(await ids(repository, null)).toEqual(['c', 'a', 'nobody-1'])
  })

  test('a file gives each of its owners the newest, and stays beside', async () => {
    const found = [...chats(8, 'ann'), ...chats(2, 'bob')]
    const { conversations, repository, backup } = await setUp({ found, maxHistory: 3 })
    await conversations.page(reader, {})
    expect(await ids(repository, 'ann')).toEqual(['ann-7', 'ann-6', 'ann-5'])
    expect(await ids(repository, 'bob')).toEqual(['bob-1', 'bob-0'])
    expect(await backup()).toEqual(found)
  })
})
