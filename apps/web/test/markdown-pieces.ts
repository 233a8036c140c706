import fc from 'fast-check'

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
export const pieces = fc
  .tuple(texts, fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1 }))
  .map(([text, lengths]) => {
    const cut: string[] = []
    for (let at = 0; at < text.length; at += cut.at(-1)?.length ?? 0) {
      cut.push(text.slice(at, at + (lengths[cut.length % lengths.length] ?? 1)))
    }
    return cut
  })
