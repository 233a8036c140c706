import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { partsOf } from '../src/ui/markdown/code/code-parts.ts'
import { highlight } from '../src/ui/markdown/code/highlight.ts'

const asText = (language: string, code: string) =>
  highlight(code, language)
    ?.map((runs) => runs.map(([, text]) => text).join(''))
    .join('')

const languages =
  'js ts jsonc py sh shell console golang rs java c c++ cs html css sql yml toml md diff docker php ruby kotlin swift powershell'.split(
    ' ',
  )

describe('highlighting', () => {
  test.for(languages)('knows %s, and changes no character', (language) => {
    const code = `<a href="x">&amp; '\${b}' // c\n# d\n- 1.5 /* "e */ $f {g: "h"}\nfunction i(j) { return null }\n`
    expect(asText(language, code)).toBe(code)
  })

  test('changes no character of anything', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('ts', 'html', 'bash', 'markdown'),
        fc.string({ unit: 'binary' }),
        (language, code) => {
          expect(asText(language, code)).toBe(code)
        },
      ),
    )
  })

  test('tells keywords, strings, numbers, functions and comments', () => {
    const runs = highlight('const a = f("<b>", 1) // d', 'ts')?.flat()
    expect(runs).toEqual(
      expect.arrayContaining([
        ['keyword', 'const'],
        ['function', 'f'],
        ['string', '"<b>"'],
        ['number', '1'],
        ['comment', '// d'],
      ]),
    )
  })

  test('leaves a language alone that it does not know', () => {
    expect(highlight('a', 'klingon')).toBeNull()
    expect(highlight('a', '__proto__')).toBeNull()
    expect(highlight('a', 'constructor')).toBeNull()
  })
})

describe('parts of code', () => {
  const codes = fc.array(fc.constantFrom('\n', 'a line\n', 'x'.repeat(500), '\t'), { maxLength: 300 })

  test('are together the code', () => {
    fc.assert(
      fc.property(codes, (code) => {
        expect(partsOf(code.join('')).join('')).toBe(code.join(''))
      }),
    )
  })

  test('end with a line, and stay when code is appended', () => {
    fc.assert(
      fc.property(codes, codes, (code, more) => {
        const finished = partsOf(code.join('')).slice(0, -1)
        expect(finished.every((part) => part.endsWith('\n'))).toBe(true)
        expect(partsOf(code.join('') + more.join('')).slice(0, finished.length)).toEqual(finished)
      }),
    )
  })
})
