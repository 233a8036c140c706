import type { ConversationMessage } from '@ollama-dashboard/contracts'
import { describe, expect, test } from 'vitest'
import { engines } from './engines.ts'

const conversation = {
  id: 'a',
  owner: 'ann',
  title: 'A',
  model: 'm',
  created_at: '2026-01-01T00:00:00Z',
  updated_at: '2026-01-01T00:00:00Z',
  message_count: 0,
  pinned: false,
}
const changed = { updated_at: '2026-01-01T00:00:01Z', model: 'm' }
const asked = (content: string): ConversationMessage => ({ role: 'user', content })
const said = (content: string): ConversationMessage => ({ role: 'assistant', content })

describe.each(engines)('a reply in $name', ({ open }) => {
  test('is found by its place, and more of it stands in its place, whatever is asked meanwhile', async () => {
    const { conversations } = await open()
    await conversations.save(conversation, [asked('one'), said('half')])
    expect(await conversations.exchangeOf('a', 1, 'x')).toBe('x')
    // It keeps the one it has.
    expect(await conversations.exchangeOf('a', 1, 'y')).toBe('x')
    await conversations.append('a', [asked('two')], changed, { exchange: 'z' })
    await conversations.reply('a', 'x', said('half of'), changed, { isDraft: true })
    expect(await conversations.reply('a', 'x', said('half of it'), changed)).toBe(true)
    await conversations.reply('a', 'z', said('other'), changed)
    const contents = (await conversations.messages('a')).map(({ content }) => content)
    expect(contents).toEqual(['one', 'half of it', 'two', 'other'])
    expect(await conversations.find('a')).toMatchObject({ message_count: 4 })
    expect(await conversations.page({ scope: 'all', limit: 2, text: 'of it' })).toHaveLength(1)
    expect(await conversations.exchangeOf('a', 3, 'y')).toBe('z')
  })

  test('that stands behind nothing, or not right behind it, is none of an exchange', async () => {
    const { conversations } = await open()
    await conversations.save(conversation, [said('alone'), asked('one')])
    await conversations.append('a', [asked('two')], changed, { exchange: 'x' })
    // The place of its reply stays free.
    await conversations.append('a', [said('unasked')], changed)
    expect(await conversations.exchangeOf('a', 0, 'y')).toBeNull()
    expect(await conversations.exchangeOf('a', 3, 'y')).toBeNull()
    expect(await conversations.exchangeOf('a', 4, 'y')).toBeNull()
    expect(await conversations.exchangeOf('absent', 1, 'y')).toBeNull()
  })
})
