import '../src/styles.css'
import { expect, test } from 'vitest'
import { page } from 'vitest/browser'
import { render } from 'vitest-browser-react'
import { Markdown } from '../src/ui/markdown/markdown.tsx'

const show = async (text: string, isStreaming = false) =>
  (await render(<Markdown text={text} isStreaming={isStreaming} />)).container

/** The room that the words of an element leave at the sides of its column. */
function roomAround(element: Element, column: Element) {
  const range = document.createRange()
  range.selectNodeContents(element)
  const words = range.getBoundingClientRect()
  const { left, right } = column.getBoundingClientRect()
  return { left: words.left - left, right: right - words.right }
}

test('a list that is written from the right has its marks at the right, within the column', async () => {
  const column = await show('- نقطة أولى\n- نقطة ثانية\n- [ ] مهمة\n\nand\n\n1. one\n2. two')
  const [first, , task, one] = page.getByRole('listitem').elements()
  if (!first || !task || !one) throw new Error('There is no list')
  expect(roomAround(first, column).right).toBeCloseTo(24, 0)
  expect(roomAround(one, column).left).toBeCloseTo(24, 0)
  const mark = page.getByRole('img', { name: 'To do' }).element().getBoundingClientRect()
  expect(mark.right).toBeLessThanOrEqual(column.getBoundingClientRect().right)
  expect(mark.left).toBeGreaterThan(task.getBoundingClientRect().right)
})

test('so has one with blank lines between its items, and a quotation its line', async () => {
  const column = await show('- مرحبا\n\n- ثانية\n\n> اقتباس\n\n> A quotation')
  const [first] = page.getByRole('listitem').elements()
  if (!first) throw new Error('There is no list')
  expect(roomAround(first.firstElementChild ?? first, column).right).toBeCloseTo(24, 0)
  const lines = [...column.querySelectorAll('blockquote')].map((quotation) => {
    const { borderLeftWidth, borderRightWidth } = getComputedStyle(quotation)
    return [borderLeftWidth, borderRightWidth]
  })
  expect(lines).toEqual([
    ['0px', '2px'],
    ['2px', '0px'],
  ])
})

test('a block of code is as high while it grows as when it is complete', async () => {
  const open = await show('```ts\nconst a = 1\nconst b = 2', true)
  await expect.poll(() => open.querySelector('pre')?.textContent).toContain('const b = 2')
  expect(open.querySelector('pre [data-caret]')).not.toBeNull()
  const height = open.querySelector('pre')?.clientHeight
  const closed = await show('```ts\nconst a = 1\nconst b = 2\n```')
  await expect.poll(() => closed.querySelector('pre')?.clientHeight).toBe(height)
})

test('a cell of many words stays wide enough to be read in a narrow column', async () => {
  const words = 'long text '.repeat(10)
  await page.viewport(320, 600)
  await show(`| a | b | c | d |\n|---|---|---|---|\n| Geschwindigkeit | Geschwindigkeit | Geschwindigkeit | ${words} |`)
  const cell = page.getByRole('cell').last().element()
  expect(cell.clientWidth).toBeGreaterThanOrEqual(128)
})
