import type { SessionMessage } from '@ollama-dashboard/contracts'
import { describe, expect, test } from 'vitest'
import type { StoredSession } from '../src/conversations/session-table.ts'
import { engines } from './engines.ts'

const at = (second: number) => new Date(Date.parse('2026-01-01T00:00:00Z') + second * 1000).toISOString()
const sessionOf = (id: string, second: number, more: Partial<StoredSession> = {}): StoredSession => ({
  id,
  owner: 'ann',
  title: `Title of ${id}`,
  model: 'llama3.2:3b',
  created_at: at(second),
  updated_at: at(second),
  message_count: 0,
  ...more,
})
const said = (content: string): SessionMessage => ({ role: 'user', content })

describe.each(engines)('sessions in $name', ({ open }) => {
  test('come page by page, each once, newest first and those of one moment by id', async () => {
    const { sessions } = await open()
    for (let index = 0; index < 25; index += 1)
      await sessions.save(sessionOf(`s${String(index).padStart(2, '0')}`, Math.floor(index / 5)), [])
    await sessions.save(sessionOf('other', 100, { owner: 'bob' }), [])
    const seen: string[] = []
    let before: StoredSession | undefined
    for (;;) {
      const page = await sessions.page({ scope: { owner: 'ann' }, limit: 4, before })
      if (page.length === 0) break
      seen.push(...page.map(({ id }) => id))
      before = page.at(-1)
    }
    const expected = Array.from({ length: 25 }, (_, index) => `s${String(24 - index).padStart(2, '0')}`)
    expect(seen).toEqual(expected)
    expect((await sessions.page({ scope: 'all', limit: 1 })).map(({ owner }) => owner)).toEqual(['bob'])
  })

  test('messages are added at the end, whoever adds at the same time', async () => {
    const { sessions } = await open()
    await sessions.save(sessionOf('a', 0), [said('0')])
    const appends = Array.from({ length: 10 }, (_, index) =>
      sessions.append('a', [said(`${index}a`), said(`${index}b`)], { updated_at: at(index), model: 'm' }),
    )
    expect(await Promise.all(appends)).toEqual(Array(10).fill(true))
    const contents = (await sessions.messages('a')).map(({ content }) => content)
    expect(contents).toHaveLength(21)
    for (let index = 0; index < 10; index += 1)
      expect(contents.indexOf(`${index}b`)).toBe(contents.indexOf(`${index}a`) + 1)
    expect(await sessions.find('a')).toMatchObject({ message_count: 21 })
    expect(await sessions.append('absent', [said('x')], { updated_at: at(0), model: 'm' })).toBe(false)
  })

  test('lose what came after the messages that are kept, from what is found too', async () => {
    const { sessions } = await open()
    const changed = { updated_at: at(1), model: 'm' }
    await sessions.save(sessionOf('a', 0), [said('first'), said('second'), said('third')])
    await sessions.save(sessionOf('b', 0), [said('second')])
    expect(await sessions.append('a', [said('other')], changed, { keep: 1 })).toBe(true)
    expect((await sessions.messages('a')).map(({ content }) => content)).toEqual(['first', 'other'])
    expect(await sessions.find('a')).toMatchObject({ message_count: 2 })
    const found = async (text: string) => (await sessions.page({ scope: 'all', limit: 5, text })).map(({ id }) => id)
    expect([await found('second'), await found('first'), await found('title of a')]).toEqual([['b'], ['a'], ['a']])
    // More than there are takes nothing away.
    await sessions.append('a', [said('last')], changed, { keep: 9 })
    expect((await sessions.messages('a')).map(({ content }) => content)).toEqual(['first', 'other', 'last'])
    expect(await sessions.append('absent', [said('x')], changed, { keep: 0 })).toBe(false)
  })

  test('are of whoever saved them first, and of nobody else after', async () => {
    const { sessions } = await open()
    const save = (owner: string | null) => sessions.save(sessionOf('a', 0, { owner }), [said(`of ${owner}`)])
    const saved = await Promise.all([save('ann'), save('bob'), save(null)])
    expect(saved).toEqual([true, false, false])
    expect(await sessions.find('a')).toMatchObject({ owner: 'ann', message_count: 1 })
    expect(await sessions.messages('a')).toEqual([said('of ann')])
    expect([await save('bob'), await save('ann')]).toEqual([false, true])
  })

  test('keep each reply behind its question, whoever asks meanwhile, and none whose question is gone', async () => {
    const { sessions } = await open()
    const changed = { updated_at: at(1), model: 'm' }
    const contents = async () => (await sessions.messages('a')).map(({ content }) => content)
    const ask = (exchange: string, keep?: number) =>
      sessions.append('a', [said(`${exchange}1`), said(`${exchange}2`)], changed, { exchange, keep })
    const reply = (exchange: string) => sessions.reply('a', exchange, said(`to ${exchange}`), changed)
    await sessions.save(sessionOf('a', 0), [said('begin')])
    await Promise.all([ask('x'), ask('y')])
    await Promise.all([reply('y'), reply('x')])
    await sessions.append('a', [said('end')], changed)
    expect(await contents()).toEqual(['begin', 'x1', 'x2', 'to x', 'y1', 'y2', 'to y', 'end'])
    expect(await sessions.find('a')).toMatchObject({ message_count: 8 })
    expect((await sessions.page({ scope: 'all', limit: 5, text: 'to x' })).map(({ id }) => id)).toEqual(['a'])

    // The second question is among those that give way, and its place is taken.
    await ask('p', 4)
    await ask('q', 6)
    expect(await reply('p')).toBe(true)
    await ask('r', 4)
    expect([await reply('q'), await reply('r')]).toEqual([false, true])
    expect(await contents()).toEqual(['begin', 'x1', 'x2', 'to x', 'r1', 'r2', 'to r'])
    expect(await sessions.find('a')).toMatchObject({ message_count: 7 })

    await ask('s')
    await sessions.save(sessionOf('a', 0), [said('other')])
    await ask('t')
    await sessions.remove('a')
    await sessions.save(sessionOf('a', 0), [])
    expect([await reply('s'), await reply('t'), await contents()]).toEqual([false, false, []])
  })

  test('hold any text, and are found by any of it', async () => {
    const { sessions } = await open()
    const odd = `NUL \u0000 “quotes” 'q' \\ % _ 短い 🙂`
    const message: SessionMessage = { ...said(odd), images: ['aaaa'], interrupted: true }
    await sessions.save(sessionOf('a', 0, { message_count: 1 }), [message])
    expect(await sessions.messages('a')).toEqual([message])
    const found = async (text: string) => (await sessions.page({ scope: 'all', limit: 5, text })).length
    for (const text of ['“QUOTES”', '% _', '\\', '短い', "'q'"]) expect([text, await found(text)]).toEqual([text, 1])
    for (const text of ['%x', '\u0000x']) expect([text, await found(text)]).toEqual([text, 0])
    const named = { title: 'NUL \u0000', model: 'm\u0000' }
    await sessions.save(sessionOf('b', 0, named), [])
    await sessions.append('b', [], { updated_at: at(1), ...named })
    await sessions.rename('b', named.title)
    expect(await sessions.find('b')).toMatchObject({ title: 'NUL  ', model: 'm ' })
    await sessions.save(sessionOf('c', 0, { owner: 'a\u0000b' }), [])
    expect(await sessions.find('c')).toMatchObject({ owner: 'a b' })
  })

  test('are found by the title they have, not by one they had', async () => {
    const { sessions } = await open()
    const found = async (text: string) => (await sessions.page({ scope: 'all', limit: 5, text })).length
    await sessions.save(sessionOf('a', 0, { title: 'New chat' }), [])
    await sessions.append('a', [said('Why is the sky blue?')], { updated_at: at(1), model: 'm', title: 'Sky' })
    expect([await found('new chat'), await found('sky'), await found('blue')]).toEqual([0, 1, 1])
    await sessions.rename('a', 'Optics')
    expect([await found('optics'), await found('blue')]).toEqual([1, 1])
    await sessions.rename('a', 'Light')
    expect([await found('optics'), await found('light'), await found('blue')]).toEqual([0, 1, 1])
  })

  test('the oldest beyond so many go, with their messages', async () => {
    const { sessions } = await open()
    for (let index = 0; index < 5; index += 1) await sessions.save(sessionOf(`s${index}`, index), [said('x')])
    await sessions.save(sessionOf('bob', 0, { owner: null }), [])
    await sessions.keep('ann', 2)
    expect((await sessions.page({ scope: 'all', limit: 10 })).map(({ id }) => id)).toEqual(['s4', 's3', 'bob'])
    expect(await sessions.messages('s0')).toEqual([])
    expect(await sessions.removeAll('ann')).toBe(2)
    expect(await sessions.removeAll(null)).toBe(1)
  })
})
