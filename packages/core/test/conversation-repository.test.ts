import type { ConversationMessage } from '@ollama-dashboard/contracts'
import { describe, expect, test } from 'vitest'
import type { StoredConversation } from '../src/conversations/conversation-table.ts'
import { engines } from './engines.ts'

const at = (second: number) => new Date(Date.parse('2026-01-01T00:00:00Z') + second * 1000).toISOString()
const conversationOf = (id: string, second: number, more: Partial<StoredConversation> = {}): StoredConversation => ({
  id,
  owner: 'ann',
  title: `Title of ${id}`,
  model: 'llama3.2:3b',
  created_at: at(second),
  updated_at: at(second),
  message_count: 0,
  pinned: false,
  ...more,
})
const said = (content: string): ConversationMessage => ({ role: 'user', content })

describe.each(engines)('conversations in $name', ({ open }) => {
  test('come page by page, each once, newest first and those of one moment by id', async () => {
    const { conversations } = await open()
    for (let index = 0; index < 25; index += 1)
      await conversations.save(conversationOf(`s${String(index).padStart(2, '0')}`, Math.floor(index / 5)), [])
    await conversations.save(conversationOf('other', 100, { owner: 'bob' }), [])
    const seen: string[] = []
    let before: StoredConversation | undefined
    for (;;) {
      const page = await conversations.page({ scope: { owner: 'ann' }, limit: 4, before })
      if (page.length === 0) break
      seen.push(...page.map(({ id }) => id))
      before = page.at(-1)
    }
    const expected = Array.from({ length: 25 }, (_, index) => `s${String(24 - index).padStart(2, '0')}`)
    expect(seen).toEqual(expected)
    expect((await conversations.page({ scope: 'all', limit: 1 })).map(({ owner }) => owner)).toEqual(['bob'])
  })

  test('pinned ones come first, page by page too, and never go', async () => {
    const { conversations } = await open()
    for (let index = 0; index < 6; index += 1) await conversations.save(conversationOf(`s${index}`, index), [said('x')])
    for (const id of ['s0', 's2', 's4']) await conversations.change(id, { pinned: true })
    await conversations.change('s4', { pinned: false })
    expect(await conversations.countPinned('ann')).toBe(2)
    const pages = async (limit: number) => {
      const seen: string[] = []
      let before: StoredConversation | undefined
      for (;;) {
        const page = await conversations.page({ scope: { owner: 'ann' }, limit, before, text: 'x' })
        if (page.length === 0) return seen
        seen.push(...page.map(({ id, pinned }) => (pinned ? `${id} pinned` : id)))
        before = page.at(-1)
      }
    }
    const expected = ['s2 pinned', 's0 pinned', 's5', 's4', 's3', 's1']
    expect([await pages(1), await pages(4)]).toEqual([expected, expected])
    await conversations.keep('ann', 3)
    expect(await pages(9)).toEqual(['s2 pinned', 's0 pinned', 's5'])
    await conversations.keep('ann', 1, 's5')
    expect(await pages(9)).toEqual(['s2 pinned', 's0 pinned', 's5'])
    await conversations.keep('ann', 1)
    expect(await pages(9)).toEqual(['s2 pinned', 's0 pinned'])
  })

  test('a reply takes the place of its drafts, is counted once, and is found by what it says', async () => {
    const { conversations } = await open()
    await conversations.save(conversationOf('a', 0), [said('before')])
    const changed = { updated_at: at(1), model: 'llama3.2:3b' }
    await conversations.append('a', [said('asked')], changed, { exchange: 'x' })
    for (const [text, isDraft] of [
      ['half of', true],
      ['half of it', true],
      ['all of it', false],
    ] as const)
      await conversations.reply('a', 'x', said(text), changed, { isDraft })
    await conversations.append('a', [said('asked again')], changed, { exchange: 'y' })

    expect((await conversations.messages('a')).map(({ content }) => content)).toEqual([
      'before',
      'asked',
      'all of it',
      'asked again',
    ])
    expect(await conversations.find('a')).toMatchObject({ message_count: 4 })
    expect([await conversations.indexOf('a', 'x'), await conversations.indexOf('a', 'y')]).toEqual([1, 3])
    expect(await conversations.indexOf('a', 'z')).toBeNull()
    const found = async (text: string) => (await conversations.page({ scope: 'all', limit: 9, text })).length
    expect([await found('all of'), await found('half of')]).toEqual([1, 0])
  })

  test('messages are added at the end, whoever adds at the same time', async () => {
    const { conversations } = await open()
    await conversations.save(conversationOf('a', 0), [said('0')])
    const appends = Array.from({ length: 10 }, (_, index) =>
      conversations.append('a', [said(`${index}a`), said(`${index}b`)], { updated_at: at(index), model: 'm' }),
    )
    expect(await Promise.all(appends)).toEqual(Array(10).fill(true))
    const contents = (await conversations.messages('a')).map(({ content }) => content)
    expect(contents).toHaveLength(21)
    for (let index = 0; index < 10; index += 1)
      expect(contents.indexOf(`${index}b`)).toBe(contents.indexOf(`${index}a`) + 1)
    expect(await conversations.find('a')).toMatchObject({ message_count: 21 })
    expect(await conversations.append('absent', [said('x')], { updated_at: at(0), model: 'm' })).toBe(false)
  })

  test('lose what came after the messages that are kept, from what is found too', async () => {
    const { conversations } = await open()
    const changed = { updated_at: at(1), model: 'm' }
    await conversations.save(conversationOf('a', 0), [said('first'), said('second'), said('third')])
    await conversations.save(conversationOf('b', 0), [said('second')])
    expect(await conversations.append('a', [said('other')], changed, { keep: 1 })).toBe(true)
    expect((await conversations.messages('a')).map(({ content }) => content)).toEqual(['first', 'other'])
    expect(await conversations.find('a')).toMatchObject({ message_count: 2 })
    const found = async (text: string) =>
      (await conversations.page({ scope: 'all', limit: 5, text })).map(({ id }) => id)
    expect([await found('second'), await found('first'), await found('title of a')]).toEqual([['b'], ['a'], ['a']])
    // More than there are takes nothing away.
    await conversations.append('a', [said('last')], changed, { keep: 9 })
    expect((await conversations.messages('a')).map(({ content }) => content)).toEqual(['first', 'other', 'last'])
    expect(await conversations.append('absent', [said('x')], changed, { keep: 0 })).toBe(false)
  })

  test('are of whoever saved them first, and of nobody else after', async () => {
    const { conversations } = await open()
    const save = (owner: string | null) => conversations.save(conversationOf('a', 0, { owner }), [said(`of ${owner}`)])
    const saved = await Promise.all([save('ann'), save('bob'), save(null)])
    expect(saved).toEqual([true, false, false])
    expect(await conversations.find('a')).toMatchObject({ owner: 'ann', message_count: 1 })
    expect(await conversations.messages('a')).toEqual([said('of ann')])
    expect([await save('bob'), await save('ann')]).toEqual([false, true])
  })

  test('keep each reply behind its question, whoever asks meanwhile, and none whose question is gone', async () => {
    const { conversations } = await open()
    const changed = { updated_at: at(1), model: 'm' }
    const contents = async () => (await conversations.messages('a')).map(({ content }) => content)
    const ask = (exchange: string, keep?: number) =>
      conversations.append('a', [said(`${exchange}1`), said(`${exchange}2`)], changed, { exchange, keep })
    const reply = (exchange: string) => conversations.reply('a', exchange, said(`to ${exchange}`), changed)
    await conversations.save(conversationOf('a', 0), [said('begin')])
    await Promise.all([ask('x'), ask('y')])
    await Promise.all([reply('y'), reply('x')])
    await conversations.append('a', [said('end')], changed)
    expect(await contents()).toEqual(['begin', 'x1', 'x2', 'to x', 'y1', 'y2', 'to y', 'end'])
    expect(await conversations.find('a')).toMatchObject({ message_count: 8 })
    expect((await conversations.page({ scope: 'all', limit: 5, text: 'to x' })).map(({ id }) => id)).toEqual(['a'])

    // The second question is among those that give way, and its place is taken.
    await ask('p', 4)
    await ask('q', 6)
    expect(await reply('p')).toBe(true)
    await ask('r', 4)
    expect([await reply('q'), await reply('r')]).toEqual([false, true])
    expect(await contents()).toEqual(['begin', 'x1', 'x2', 'to x', 'r1', 'r2', 'to r'])
    expect(await conversations.find('a')).toMatchObject({ message_count: 7 })

    await ask('s')
    await conversations.save(conversationOf('a', 0), [said('other')])
    await ask('t')
    await conversations.remove('a')
    await conversations.save(conversationOf('a', 0), [])
    expect([await reply('s'), await reply('t'), await contents()]).toEqual([false, false, []])
  })

  test('hold any text, and are found by any of it', async () => {
    const { conversations } = await open()
    const odd = `NUL \u0000 “quotes” 'q' \\ % _ 短い 🙂`
    const message: ConversationMessage = { ...said(odd), images: ['aaaa'], interrupted: true }
    await conversations.save(conversationOf('a', 0, { message_count: 1 }), [message])
    expect(await conversations.messages('a')).toEqual([message])
    const found = async (text: string) => (await conversations.page({ scope: 'all', limit: 5, text })).length
    for (const text of ['“QUOTES”', '% _', '\\', '短い', "'q'"]) expect([text, await found(text)]).toEqual([text, 1])
    for (const text of ['%x', '\u0000x']) expect([text, await found(text)]).toEqual([text, 0])
    const named = { title: 'NUL \u0000', model: 'm\u0000' }
    await conversations.save(conversationOf('b', 0, named), [])
    await conversations.append('b', [], { updated_at: at(1), ...named })
    await conversations.change('b', { title: named.title })
    expect(await conversations.find('b')).toMatchObject({ title: 'NUL  ', model: 'm ' })
    await conversations.save(conversationOf('c', 0, { owner: 'a\u0000b' }), [])
    expect(await conversations.find('c')).toMatchObject({ owner: 'a b' })
  })

  test('are found by the title they have, not by one they had', async () => {
    const { conversations } = await open()
    const found = async (text: string) => (await conversations.page({ scope: 'all', limit: 5, text })).length
    await conversations.save(conversationOf('a', 0, { title: 'New chat' }), [])
    await conversations.append('a', [said('Why is the sky blue?')], { updated_at: at(1), model: 'm', title: 'Sky' })
    expect([await found('new chat'), await found('sky'), await found('blue')]).toEqual([0, 1, 1])
    await conversations.change('a', { title: 'Optics' })
    expect([await found('optics'), await found('blue')]).toEqual([1, 1])
    await conversations.change('a', { title: 'Light' })
    expect([await found('optics'), await found('light'), await found('blue')]).toEqual([0, 1, 1])
  })

  test('the oldest beyond so many go, with their messages', async () => {
    const { conversations } = await open()
    for (let index = 0; index < 5; index += 1) await conversations.save(conversationOf(`s${index}`, index), [said('x')])
    await conversations.save(conversationOf('bob', 0, { owner: null }), [])
    await conversations.keep('ann', 2)
    expect((await conversations.page({ scope: 'all', limit: 10 })).map(({ id }) => id)).toEqual(['s4', 's3', 'bob'])
    expect(await conversations.messages('s0')).toEqual([])
    expect(await conversations.removeAll('ann')).toBe(2)
    expect(await conversations.removeAll(null)).toBe(1)
  })
})
