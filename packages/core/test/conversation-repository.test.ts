import type { ConversationMessage } from '@ollama-dashboard/contracts'
import { describe, expect, test } from 'vitest'
import type { StoredConversation } from '../src/conversations/conversation-table.ts'
import { engines } from './engines.ts'
import { at, conversationOf, said } from './stored-conversation.ts'

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

  test('are of whoever saved them first, and of nobody else after', async () => {
    const { conversations } = await open()
    const save = (owner: string | null) => conversations.save(conversationOf('a', 0, { owner }), [said(`of ${owner}`)])
    const owners = ['ann', 'bob', null]
    const saved = await Promise.all(owners.map(save))
    expect(saved.filter(Boolean)).toHaveLength(1)
    const first = owners[saved.indexOf(true)] ?? null
    expect(await conversations.find('a')).toMatchObject({ owner: first, message_count: 1 })
    expect(await conversations.messages('a')).toEqual([said(`of ${first}`)])
    for (const owner of owners) expect(await save(owner)).toBe(owner === first)
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
