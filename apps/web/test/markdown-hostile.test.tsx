import '../src/styles.css'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { render } from 'vitest-browser-react'
import { emptyDocument, grow } from '../src/ui/markdown/growing/growing-document.ts'
import { Markdown } from '../src/ui/markdown/markdown.tsx'

const attacks = [
  '<script>stolen()</script>',
  '<img src=x onerror=stolen()>',
  '<img src="https://evil.example/i.png">',
  '<svg onload=stolen()><script>stolen()</script></svg>',
  '<svg><a xlink:href="javascript:stolen()"><text>x</text></a></svg>',
  '<iframe src="javascript:stolen()"></iframe>',
  '<iframe srcdoc="<script>parent.stolen()</script>"></iframe>',
  '<object data="javascript:stolen()"></object><embed src="javascript:stolen()">',
  '<style>body{display:none}</style><link rel=stylesheet href=https://evil.example/a.css>',
  '<p style="position:fixed;inset:0;background:url(https://evil.example/b)">x</p>',
  '<a href="javascript:stolen()">x</a>',
  '<form action="javascript:stolen()"><input autofocus onfocus=stolen()></form>',
  '<base href="https://evil.example/"><meta http-equiv="refresh" content="0;url=https://evil.example">',
  '<details open ontoggle=stolen()>x</details><video src=https://evil.example/v onerror=stolen()></video>',
  '<!--><script>stolen()</script>-->\n<![CDATA[<script>stolen()</script>]]><?x <script>stolen()</script>?>',
  '- a\n\n  <div onclick="stolen()">\n\n  x\n\n  </div>',
  '[x](javascript:stolen())',
  '[x](JaVaScRiPt:stolen())',
  '[x](java\\script:stolen())',
  '[x](<java\tscript:stolen()>)',
  '[x](&#106;avascript:stolen())',
  '[x](&#x6A;avascript&colon;stolen())',
  '[x](javascript&Tab;:stolen())',
  '[x](&#1;javascript:stolen())',
  '[x](%6Aavascript:stolen())',
  '[x](vbscript:stolen())',
  '[x](data:text/html,<script>stolen()</script>)',
  '[x](data:text/html;base64,PHNjcmlwdD5zdG9sZW4oKTwvc2NyaXB0Pg==)',
  '[x](blob:https://evil.example/1)',
  '[x](file:///etc/passwd)',
  '[x](//evil.example)',
  '[x](/api/keys)',
  '[x](#top)',
  '[x](https://a.example "onmouseover=stolen()")',
  '[x](https://a.example" onmouseover="stolen())',
  '[x]: javascript:stolen()\n\n[x] and [y][x] and ![z][x]',
  '<javascript:stolen()> <data:text/html,x> <vbscript:x>',
  '![x](javascript:stolen())',
  '![x](data:image/svg+xml,<svg/onload=stolen()>)',
  '![x](https://evil.example/i.png)',
  '![](//evil.example/i.png)',
  '![<script>stolen()</script>](https://a.example/i.png "onerror=stolen()")',
  '[![x](javascript:stolen())](javascript:stolen())',
  '[<img src=x onerror=stolen()>](https://a.example)',
  '`<img src=x onerror=stolen()>`\n\n```html\n<img src=x onerror=stolen()>\n```',
  '```"><script>stolen()</script>\nx\n```',
  '```js onload=stolen()\nx\n```',
  '| <script>stolen()</script> |\n|---|\n| <img src=x onerror=stolen()> |',
  '| a |\n|:-:"style="x:y|\n| b |',
  '&lt;script&gt;stolen()&lt;/script&gt; &#60;img src=x onerror=stolen()&#62;',
  '[__proto__]: https://a.example\n\n[__proto__] [constructor] [toString]',
  '\u202Etxet \0 \uFFFE \uD800 \u2028 <scr\0ipt>stolen()</script>',
]

const stolen: unknown[] = []
beforeEach(() => {
  stolen.length = 0
  Object.assign(globalThis, { stolen: () => stolen.push('') })
})
afterEach(() => Reflect.deleteProperty(globalThis, 'stolen'))

const elements = new Set(
  'A BLOCKQUOTE BR BUTTON CODE DIV EM H3 H4 H5 H6 HR LI OL P PRE S SPAN STRONG TABLE TBODY TD TH THEAD TR UL'.split(
    ' ',
  ),
)
const attributes = new Set(
  'aria-busy aria-hidden aria-label class data-caret dir href rel role scope start tabindex target title type'.split(
    ' ',
  ),
)

/** What is on the page besides what Markdown may become; icons are ours. */
function foreign(container: HTMLElement): string[] {
  return [...container.querySelectorAll('*')]
    .filter((element) => !element.closest('svg.lucide'))
    .flatMap((element) => [
      ...(elements.has(element.tagName) ? [] : [element.tagName]),
      ...element.getAttributeNames().filter((name) => !attributes.has(name)),
      ...(/^(?:https?:|mailto:|$)/.test(element.getAttribute('href') ?? '') ? [] : [element.outerHTML]),
    ])
}

describe('what would harm a page', () => {
  test.for(attacks)('does nothing: %s', async (attack) => {
    const loadedBefore = performance.getEntriesByType('resource').length
    const { container, rerender } = await render(<Markdown text={attack} isStreaming />)
    expect(foreign(container)).toEqual([])
    await rerender(<Markdown text={attack} isStreaming={false} />)
    expect(foreign(container)).toEqual([])
    for (const link of container.querySelectorAll('a')) expect(link.rel).toBe('noopener noreferrer nofollow')
    const loaded = performance.getEntriesByType('resource').slice(loadedBefore)
    expect(loaded.filter(({ name }) => name.includes('evil') || name.startsWith('data:'))).toEqual([])
    expect(stolen).toEqual([])
  })
})

const enough = 50_000
const floods: Readonly<Record<string, string>> = {
  'a quotation 1,000 deep': `${'> '.repeat(1000)}x`,
  'a list 1,000 deep': Array.from({ length: 1000 }, (_, depth) => `${'  '.repeat(depth)}- x`).join('\n'),
  'a list 1,000 deep in one line': `${'- '.repeat(1000)}x`,
  'an endless word': 'a'.repeat(enough),
  'endless blanks': `x${' '.repeat(enough)}x`,
  'endless brackets': '['.repeat(20_000),
  'endless links': '[a]('.repeat(10_000),
  'endless stars': '**a *b '.repeat(5000),
  'endless underscores': '_a'.repeat(10_000),
  'backticks, one more each time': Array.from({ length: 300 }, (_, run) => '`'.repeat(run + 1)).join(' x '),
  'endless schemes': 'http://'.repeat(5000),
  'endless mailboxes': 'a@'.repeat(10_000),
  'endless www': 'www.'.repeat(5000),
  'endless marks of items': '- '.repeat(20_000),
  'thousands of definitions': Array.from({ length: 2000 }, (_, label) => `[a${label}]: https://a.example`).join('\n'),
  'endless dollars': '$a '.repeat(10_000),
  'endless formulas that end nowhere': '\\('.repeat(10_000),
  'an endless formula': `$$\n${'x + \n'.repeat(5000)}`,
  'a formula 3,000 deep': `$$${'{'.repeat(1500)}x${'}'.repeat(1500)}$$`,
  'a formula that calls itself': '$$\\def\\a{\\a\\a}\\a$$',
  'a formula that doubles itself': `$$\\def\\a{x}${'\\def\\b{\\a\\a}\\def\\a{\\b\\b}'.repeat(20)}\\a$$`,
  'a formula as wide as a street': '$$\\rule{9999em}{9999em} \\hspace{9999em} x$$',
  'a thousand columns': `${'|a'.repeat(1000)}|\n${'|-'.repeat(1000)}|\n${'|\n'.repeat(20)}`,
}

describe('what would keep a page busy for ever', () => {
  test.for(Object.entries(floods))('%s comes piece by piece', ([, text]) => {
    const length = Math.ceil(text.length / 40)
    let document = emptyDocument
    for (let end = length; end < text.length + length; end += length) {
      document = grow(document, text.slice(0, end), { isOpen: true })
    }
    expect(document.source).toBe(text)
  })

  test.for(Object.entries(floods))('%s is shown, and stays within its box', async ([, text]) => {
    const { container } = await render(
      <div style={{ width: 360 }}>
        <Markdown text={text} isStreaming={false} />
      </div>,
    )
    await expect.poll(() => container.querySelector('[aria-busy="true"]')).toBeNull()
    expect(container.firstElementChild?.scrollWidth).toBe(360)
    expect(foreign(container).filter((name) => name !== 'style')).toEqual([])
  })
})
