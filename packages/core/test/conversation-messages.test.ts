import { describe, expect, test } from 'vitest'
import { engines } from './engines.ts'
import { at, conversationOf, said } from './stored-conversation.ts'

describe.each(engines)('conversations in $name', ({ open }) => {
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

  test('keep each reply behind its question, whoever asks meanwhile, and none whose question is gone', async () => {
    const { conversations } = await open()
    const changed = { updated_at: at(1), model: 'm' }
    const contents = async () => (await conversations.messages('a')).map(({ content }) => content)
    const ask = (exchange: string, keep?: number) =>
      conversations.append('a', [said(`${exchange}1`), said(`${exchange}2`)], changed, { exchange, keep })
    const reply = (exchange: string) => conversations.reply('a', exchange, said(`to ${exchange}`), changed)
    await conversations.save(conversationOf('a', 0), [said('begin')])
    await ask('x')
    await ask('y')
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
})
