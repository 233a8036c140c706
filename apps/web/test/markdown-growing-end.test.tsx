import { describe, expect, test } from 'vitest'
import { atOnce, open, section, shown, streamed } from './grown-markdown.tsx'

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
