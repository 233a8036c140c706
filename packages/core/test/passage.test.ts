import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { mostLookedThrough, passageIn } from '../src/conversations/search/passage.ts'
import { folded } from '../src/conversations/search/search-text.ts'

const long = 'All of the words that come before the one that is looked for'

describe('the passage of a search', () => {
  test.each([
    ['another case', ['Über Lamas'], 'LAMAS', { before: 'Über ', match: 'Lamas', after: '' }],
    [
      'accents in two characters',
      ['Un cafe\u0301 noir'],
      'CAFÉ',
      { before: 'Un ', match: 'cafe\u0301', after: ' noir' },
    ],
    ['a letter that becomes two', ['Eine Straße.'], 'strass', { before: 'Eine ', match: 'Straß', after: 'e.' }],
    ['a part of a letter that becomes two', ['ﬁne'], 'ine', { before: '', match: 'ﬁne', after: '' }],
    ['lines', ['one\n\n\ttwo\r\nthree'], 'two', { before: 'one ', match: 'two', after: ' three' }],
    ['the first of several', ['no', 'yes 1', 'yes 2'], 'yes', { before: '', match: 'yes', after: ' 1' }],
    ['an emoji', ['🦙🦙'], '🦙', { before: '', match: '🦙', after: '🦙' }],
  ])('with %s shows what is written there', (_, texts, sought, expected) => {
    expect(passageIn(texts, sought)).toEqual(expected)
  })

  test('of a long text begins at a word and ends after some hundred characters', () => {
    const passage = passageIn([`${long} llama ${'and more '.repeat(20)}`], 'llama')
    expect(passage).toMatchObject({ before: '…that is looked for ', match: 'llama' })
    expect(passage?.after).toMatch(/^ and more .*…$/)
    expect(Object.values(passage ?? {}).join('').length).toBeLessThan(110)
  })

  test('is none where no text has it, or where it is far from the beginning', () => {
    expect(passageIn(['a', 'b'], 'ab')).toBeNull()
    expect(passageIn(['x'.repeat(mostLookedThrough), 'llama'], 'llama')).toBeNull()
    expect(passageIn([`${'x'.repeat(100_000)}llama`], 'llama')?.match).toBe('llama')
  })

  test('cuts no character in two, and has what was looked for', () => {
    const text = fc.string({
      unit: fc.constantFrom('🦙', 'a', 'É', 'ß', ' ', '\n', 'e\u0301', 'ﬃ', '각'),
      maxLength: 200,
    })
    fc.assert(
      fc.property(text, fc.nat(190), fc.integer({ min: 1, max: 9 }), (whole, from, length) => {
        const sought = [...whole].slice(from, from + length).join('')
        fc.pre(sought.trim() !== '')
        const passage = passageIn([whole], sought)
        const { before = '', match = '', after = '' } = passage ?? {}
        expect([before, match, after].every((part) => part.isWellFormed())).toBe(true)
        expect(folded(match)).toContain(folded(sought).replace(/\s+/g, ' '))
      }),
    )
  })
})
