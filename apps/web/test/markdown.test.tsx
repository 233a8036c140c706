import '../src/styles.css'
import { afterEach, expect, test, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { render } from 'vitest-browser-react'
import { Markdown } from '../src/ui/markdown/markdown.tsx'

afterEach(() => vi.restoreAllMocks())

const show = async (text: string) => (await render(<Markdown text={text} isStreaming={false} />)).container

const code = (container: HTMLElement) => container.querySelector('pre code')

test('headings, emphasis, lists, tasks and quotations are what they are on GitHub', async () => {
  await show(
    [
      '# Plan',
      'Some **bold**, *soft*, ~~gone~~ and `code`.\nA second line.',
      '3. three\n4. four\n   - inner',
      '- [x] done\n- [ ] open',
      '> said\n>> before',
      '---',
    ].join('\n\n'),
  )
  // Below the headings of the page.
  await expect.element(page.getByRole('heading', { level: 3, name: 'Plan' })).toBeVisible()
  const paragraph = page.getByRole('paragraph').first()
  expect(paragraph.element().innerHTML.replace(/ class="[^"]*"/g, '')).toBe(
    'Some <strong>bold</strong>, <em>soft</em>, <s>gone</s> and <code>code</code>.<br>A second line.',
  )
  expect(page.getByRole('list').first().element()).toHaveAttribute('start', '3')
  expect(page.getByRole('listitem').filter({ hasText: 'inner' }).elements()).toHaveLength(2)
  await expect.element(page.getByRole('img', { name: 'Done' })).toBeVisible()
  await expect.element(page.getByRole('img', { name: 'To do' })).toBeVisible()
  expect(page.getByText('before').element().closest('blockquote blockquote')).not.toBeNull()
  await expect.element(page.getByRole('separator')).toBeInTheDocument()
})

test('only a list with blank lines between its items has paragraphs', async () => {
  const tight = await show('- a\n- b')
  expect(tight.querySelectorAll('li p')).toHaveLength(0)
  const loose = await show('- a\n- b\n\n- c')
  expect(loose.querySelectorAll('li p')).toHaveLength(3)
})

test('a table keeps its columns, and scrolls in its own box where it is too wide', async () => {
  const container = await show(
    `| Name | Size |\n|:--|--:|\n| a \\| b | **1** |\n\n|${' wide |'.repeat(60)}\n|${'---|'.repeat(60)}`,
  )
  await expect.element(page.getByRole('columnheader', { name: 'Size' })).toBeVisible()
  const cells = page.getByRole('cell').elements()
  expect(cells.map(({ textContent }) => textContent)).toEqual(['a | b', '1'])
  expect(cells.map((cell) => getComputedStyle(cell).textAlign)).toEqual(['start', 'right'])
  const box = page.getByRole('group', { name: 'Table' }).last()
  expect(box.element().scrollWidth).toBeGreaterThan(box.element().clientWidth)
  expect(container.scrollWidth).toBeLessThanOrEqual(container.clientWidth)
  // By keyboard as well.
  expect(box.element()).toHaveAttribute('tabindex', '0')
})

test('a table of hundreds of rows has columns as wide as what is in them', async () => {
  const rows = Array.from({ length: 300 }, (_, row) => `| ${row} | a much longer description of row ${row} |`)
  const container = await show(`| # | What |\n|---|---|\n${rows.join('\n')}`)
  await expect.poll(() => container.querySelectorAll('tbody tr').length).toBe(300)
  const [short = 0, long = 0] = page
    .getByRole('columnheader')
    .elements()
    .map((cell) => cell.clientWidth)
  expect(long).toBeGreaterThan(short * 2)
})

test('a link opens elsewhere and tells nothing about this page', async () => {
  await show(
    '[docs](https://a.example/b), www.a.example, <https://c.example>, me@a.example, [ref]\n\n[ref]: http://d.example',
  )
  const links = page.getByRole('link').elements()
  expect(links.map((link) => link.getAttribute('href'))).toEqual([
    'https://a.example/b',
    'http://www.a.example/',
    'https://c.example/',
    'mailto:me@a.example',
    'http://d.example/',
  ])
  for (const link of links) {
    expect(link).toHaveAttribute('target', '_blank')
    expect(link).toHaveAttribute('rel', 'noopener noreferrer nofollow')
  }
})

test('file names are no links', async () => {
  await show('Look into main.py, README.md and //share/a.')
  expect(page.getByRole('link').elements()).toHaveLength(0)
})

test('an image is a link that says where it leads', async () => {
  const container = await show('![A cat](https://images.example.com/cat.png?who=me)')
  const link = page.getByRole('link', { name: 'Show image from images.example.com' })
  await expect.element(link).toHaveAttribute('href', 'https://images.example.com/cat.png?who=me')
  await expect.element(page.getByText('A cat')).toBeVisible()
  expect(container.querySelector('img')).toBeNull()
})

test('code is named, coloured, can be scrolled by keyboard, and is copied as it is', async () => {
  const written = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue()
  const text = `// ${'long '.repeat(100)}\n\n\tconst a = "<b>&amp;" // b\n  `
  const container = await show(`\`\`\`ts\n${text}\n\`\`\``)
  await expect.element(page.getByText('ts', { exact: true })).toBeVisible()
  await expect.poll(() => container.querySelectorAll('pre [class*="code-"]').length).toBeGreaterThan(2)
  expect(page.getByText('const', { exact: true }).element()).toHaveClass('text-(--code-keyword)')
  expect(code(container)).toHaveTextContent(text, { normalizeWhitespace: false })

  const box = page.getByRole('group', { name: 'Code, ts' }).element()
  expect(box.scrollWidth).toBeGreaterThan(box.clientWidth)
  await page.getByRole('button', { name: 'Copy code' }).click()
  expect(written).toHaveBeenCalledWith(text)
  await userEvent.keyboard('{Tab}')
  expect(document.activeElement).toBe(box)
})

test('what is selected in long code is the code', async () => {
  const text = Array.from({ length: 200 }, (_, line) => (line % 7 === 0 ? '' : `line ${line}`)).join('\n')
  const container = await show(`\`\`\`\n${text}end\n\`\`\``)
  const shown = code(container)
  if (!shown) throw new Error('There is code.')
  getSelection()?.selectAllChildren(shown)
  expect(String(getSelection())).toBe(`${text}end`)
})

test('code in a language that is not known is left plain', async () => {
  const container = await show('```klingon\nconst a = 1\n```\n\n```js\nlet b\n```')
  await expect.poll(() => container.querySelectorAll('pre [class*="code-"]').length).toBe(1)
  expect(code(container)?.querySelector('[class*="code-"]')).toBeNull()
})
