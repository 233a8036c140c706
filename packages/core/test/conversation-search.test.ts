import { describe, expect, test } from 'vitest'
import { engines } from './engines.ts'

const at = '2026-01-01T00:00:00Z'
const conversation = { owner: null, model: 'm', created_at: at, updated_at: at, message_count: 1, pinned: false }

describe.each(engines)('a search in $name', ({ open }) => {
  test.each([
    ['an accent written in two', 'Un café', 'cafe\u0301'],
    ['an accent left out', 'Un cafe\u0301 noir', 'CAFE n'],
    ['a sigma at the end of a word', 'ΟΔΟΣ', 'οδος'],
    ['a dotted capital', 'İstanbul', 'istanbul'],
    ['a sharp s', 'STRASSE', 'straße'],
    ['another script', '한국어', '국'],
  ])('finds %s', async (_, title, text) => {
    const { conversations } = await open()
    await conversations.save({ id: 'a', title, ...conversation }, [])
    expect(await conversations.page({ scope: 'all', limit: 5, text })).toHaveLength(1)
  })

  test('looks through the beginning of a conversation, up to so many characters', async () => {
    const { conversations } = await open()
    const said = (content: string) => ({ role: 'user' as const, content })
    await conversations.save({ id: 'a', title: 'x', ...conversation }, [
      said('first'),
      said('x'.repeat(500)),
      said('third'),
    ])
    const lengths = async (characters: number) =>
      (await conversations.firstContents('a', characters)).map(({ length }) => length)
    expect([await lengths(1), await lengths(100), await lengths(10_000)]).toEqual([[5], [5, 500], [5, 500, 5]])
  })

  test('tells syllables and vowels of other scripts apart', async () => {
    const { conversations } = await open()
    await conversations.save({ id: 'a', title: '각 हिन्दी', ...conversation }, [])
    for (const text of ['가', 'हनद']) expect(await conversations.page({ scope: 'all', limit: 5, text })).toEqual([])
  })
})
