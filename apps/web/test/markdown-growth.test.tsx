import fc from 'fast-check'
import { renderToStaticMarkup } from 'react-dom/server'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { Blocks } from '../src/ui/markdown/blocks.tsx'
import { emptyDocument, type GrowingDocument, grow } from '../src/ui/markdown/growing/growing-document.ts'
import type { MarkdownNode } from '../src/ui/markdown/markdown-node.ts'
import * as parser from '../src/ui/markdown/parser.ts'
import { ReferencesContext } from '../src/ui/markdown/references-context.ts'

vi.mock('../src/ui/markdown/parser.ts', { spy: true })
beforeEach(() => vi.clearAllMocks())

const markup = (nodes: readonly MarkdownNode[], references: parser.References) =>
  renderToStaticMarkup(
    <ReferencesContext value={references}>
      <Blocks nodes={nodes} />
    </ReferencesContext>,
  )

const shown = ({ finished, tail, references }: GrowingDocument) => markup([...finished, ...tail], references)

/** The text parsed in one go, without any cut. */
function atOnce(text: string): string {
  const { nodes, references } = parser.parseBlocks(text.replace(/\r\n?/g, '\n').replaceAll('\0', '\uFFFD'), {})
  return markup(nodes, references)
}

const appended = (document: GrowingDocument, piece: string) => grow(document, document.source + piece, { isOpen: true })

function streamed(pieces: readonly string[]): GrowingDocument {
  const open = pieces.reduce(appended, emptyDocument)
  return grow(open, open.source, { isOpen: false })
}

const open = (text: string) => grow(emptyDocument, text, { isOpen: true })

const scraps = [
  ...['\n', '\n\n', '\n\n\n', ' ', '  ', '    ', '\t', '\r\n', '\r', '\0', '\u2028', '\u202E'],
  ...['word', 'two words', 'שלום', 'a_b_c', '5 * 3', 'x', '\\', '\\\\', '&amp;', '&#0;', '<b>', '<script>', '<!--'],
  ...[
    '# ',
    '## ',
    '#',
    '> ',
    '>',
    '- ',
    '* ',
    '+ ',
    '1. ',
    '2) ',
    '10. ',
    '-',
    '---',
    '***',
    '===',
    '- [ ] ',
    '- [x] ',
  ],
  ...[
    '\n- ',
    '\n  - ',
    '\n    - ',
    '\n1. ',
    '\n2. ',
    '\n   ',
    '\n> ',
    '\n> - ',
    '\n\n  ',
    '\n\n    ',
    '\n\n- ',
    '\n* ',
  ],
  ...['```', '```js\n', '\n```\n', '~~~', '\n~~~\n', '````', '`', '``', '\n   ```\n', '\n  ```py\n', '> ```\n'],
  ...['|', '| a | b |', '\n|---|:-:|\n', '\n| 1 | 2 |', '| a |\n|---|\n| 1 |\n', '\\|', 'a | b\n--|--\n1 | 2\n', '|-'],
  ...['$', '$$', '\\[', '\\]', '\\(', '\\)', '\n$$\n', '\n\\[\n', '\n\\]', 'x^2_1', '$x$', '$$y$$', '\n+ b\n', '$5'],
  ...['**', '*', '_', '__', '~~', '**bold**', '*em*', '[', ']', '](', ')', '!['],
  ...['[a](https://a.example)', '[a]', '[b][a]', '\n[a]: https://x.example\n', '[a]: ', '"title"', '[^1]'],
  ...[
    'https://a.example/x_(y)',
    'www.a.example',
    'a@b.example',
    '<https://a.example>',
    '![i](https://i.example/i.png)',
  ],
]
const texts = fc
  .array(fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...scraps) }, fc.string({ maxLength: 3 })), { maxLength: 40 })
  .map((chosen) => chosen.join(''))

/** Any text, in pieces that do not care where its words and marks end. */
const pieces = fc.tuple(texts, fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1 })).map(([text, lengths]) => {
  const cut: string[] = []
  for (let at = 0; at < text.length; at += cut.at(-1)?.length ?? 0) {
    cut.push(text.slice(at, at + (lengths[cut.length % lengths.length] ?? 1)))
  }
  return cut
})

const section = `## A step

Some **bold** words of [a page](https://a.example/b), and \`code\`:

1. one
2. two
   - inner

| a | b |
|---|--:|
| 1 | 2 |

\`\`\`ts
const a = 1
\`\`\`

- [x] done

> said
`

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

describe('the end of a text that still grows', () => {
  const plain = (text: string) =>
    shown(open(text)).replace(/<span aria-hidden[^>]*><\/span>| (?:class|dir)="[^"]*"/g, '')

  test.for([
    ['some **bo', '<p>some <strong>bo</strong></p>'],
    ['some **bold*', '<p>some <strong>bold</strong></p>'],
    ['some **', '<p>some</p>'],
    ['***both** of', '<p><em><strong>both</strong> of</em></p>'],
    ['5 * 3 and snake_case_', '<p>5 * 3 and snake_case</p>'],
    ['`co', '<p><code>co</code></p>'],
    ['**bold `co', '<p><strong>bold <code>co</code></strong></p>'],
    ['a `', '<p>a</p>'],
    ['~~go', '<p><s>go</s></p>'],
    ['see [the do', '<p>see the do</p>'],
    ['see [the docs](https://a.exa', '<p>see the docs</p>'],
    ['see [1', '<p>see [1</p>'],
    ['a[0', '<p>a[0</p>'],
    ['an ![im', '<p>an</p>'],
    ['an ![image](https://a.exa', '<p>an</p>'],
    ['Here:\n-', '<p>Here:</p>'],
    ['Here:\n1', '<p>Here:</p>'],
    ['Here:\n--', '<p>Here:</p>'],
    ['Here:\n```ty', '<p>Here:</p>'],
    ['- [', ''],
    ['- a\n- [ ', '<ul><li>a</li></ul>'],
    ['> - `', ''],
  ] as const)('%j shows no mark that will vanish', ([text, expected]) => {
    expect(plain(text)).toBe(expected)
  })

  test('a row with bars is a table before its line of dashes has come', () => {
    expect(plain('| a | b')).toContain('<th scope="col">b</th>')
    expect(plain('| a | b |\n|--')).toContain('<th scope="col">b</th>')
    expect(plain('| a | b |\n\nNo table.')).not.toContain('<th')
  })

  test('a block of code grows, without the marks that end it', () => {
    expect(plain('```ts\nconst **a')).toContain('const **a</span>')
    expect(plain('```ts\n| a\n``')).toContain('| a</span>')
    expect(plain('```ts\na\n```\n')).toContain('>a</span>')
  })

  test('no element comes up that will not stay', () => {
    const tags = (html: string) => new Set(html.match(/<\w+/g))
    const final = tags(atOnce(section))
    for (let at = 1; at < section.length; at += 1) {
      expect([...tags(shown(open(section.slice(0, at))))].filter((tag) => !final.has(tag))).toEqual([])
    }
  })

  test('one caret stands where more will come', () => {
    for (let at = 1; at < section.length; at += 1) {
      const carets = shown(open(section.slice(0, at))).match(/data-caret/g)?.length ?? 0
      expect(carets).toBeLessThanOrEqual(1)
    }
    expect(shown(open('| a | b |\n|---|---|\n| 1'))).toMatch(/>1<span aria-hidden="true" data-caret/)
    expect(shown(streamed(['a']))).not.toContain('data-caret')
  })
})
