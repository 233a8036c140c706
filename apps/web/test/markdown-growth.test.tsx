import fc from 'fast-check'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { emptyDocument, grow } from '../src/ui/markdown/growing/growing-document.ts'
import * as parser from '../src/ui/markdown/parser.ts'
import { appended, atOnce, open, section, shown, streamed } from './grown-markdown.tsx'
import { pieces } from './markdown-pieces.ts'

vi.mock('../src/ui/markdown/parser.ts', { spy: true })
beforeEach(() => vi.clearAllMocks())

describe('a text that came in pieces', () => {
  test('ends as the text parsed at once, wherever it was cut', () => {
    fc.assert(
      fc.property(pieces, (pieces) => {
        expect(shown(streamed(pieces))).toBe(atOnce(pieces.join('')))
      }),
      { numRuns: 200 },
    )
  })

  test('is made anew when it is another text', () => {
    expect(shown(grow(streamed(['# a\n\nb']), '- c', { isOpen: false }))).toBe(atOnce('- c'))
  })

  test('finds what a label means when that is told at last', () => {
    const before = open('See [the page][1].\n\nMore.\n\n')
    expect(shown(before)).not.toContain('href')
    expect(shown(appended(before, '[1]: https://a.example\n'))).toContain('href="https://a.example/"')
  })
})

describe('what is finished is not parsed again', () => {
  const long: Readonly<Record<string, string>> = {
    'a reply with everything': section.repeat(100),
    'one list': '- an **item** of it\n  - and its own\n'.repeat(900),
    'one table': `| a | b |\n|---|---|\n${'| some **cell** | 2 |\n'.repeat(1500)}`,
    'one block of code': `\`\`\`ts\n${'const a = "b" // c\n'.repeat(2000)}`,
    'many paragraphs': 'A few words.\n\n'.repeat(2500),
  }
  test.for(Object.entries(long))('%s of 10,000 tokens', ([, text]) => {
    let document = emptyDocument
    for (let at = 0; at < text.length; at += 40) document = appended(document, text.slice(at, at + 40))
    const parsed = vi.mocked(parser.parseBlocks).mock.calls.map(([{ length }]) => length)
    // Two or three times a piece and the block in which it stands; and never as much as the reply.
    expect(Math.max(...parsed)).toBeLessThan(600)
    expect(parsed.length).toBeLessThan((4 * text.length) / 40)
  })

  test('and stays the very same, in a list that goes on as well', () => {
    const before = open('# a\n\n- one\n- two\n- three\n')
    const after = appended(before, '- four\n\nEnd.\n')
    expect(after.finished[0]).toBe(before.finished[0])
    expect(after.finished[1]?.children.slice(0, 2)).toEqual(before.tail[0]?.children.slice(0, 2))
    expect(after.finished[1]?.children[0]).toBe(before.tail[0]?.children[0])
  })
})
