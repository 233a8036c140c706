import '../src/styles.css'
import { beforeEach, expect, test } from 'vitest'
import { page } from 'vitest/browser'
import { render } from 'vitest-browser-react'
import { Markdown } from '../src/ui/markdown/markdown.tsx'

beforeEach(() => page.viewport(390, 800))

const sumOf = (length: number) => Array.from({ length }, (_, index) => `x_{${index}}`).join(' + ')
const sum = sumOf(30)

async function show(text: string): Promise<HTMLElement> {
  const { container } = await render(<Markdown text={text} isStreaming={false} />)
  await expect.poll(() => container.querySelector('math')).not.toBeNull()
  return container
}

test.for([
  ['in a block', `$$\n${sum}\n$$`],
  ['in a block within a paragraph', `The sum $$${sum}$$ is long.`],
  ['in a line', `The sum $${sum}$ is long.`],
  ['in a list', `- The sum \\(${sum}\\) is long.`],
  ['in a table', `| a | b |\n|---|---|\n| $${sum}$ | b |`],
  ['in a heading', `# Of $${sum}$`],
])('a wide formula %s widens no phone, and all of it can be reached by keyboard', async ([, text]) => {
  const container = await show(text ?? '')
  expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(390)
  expect(container.scrollWidth).toBeLessThanOrEqual(container.clientWidth)
  const box = container.querySelector<HTMLElement>('[aria-label="Formula"]')
  expect(box?.tabIndex).toBe(0)
  const formula = box?.querySelector('math')
  // Its beginning is where the box begins, and nothing of it is cut off above or below.
  expect(formula?.firstElementChild?.getBoundingClientRect().left).toBeGreaterThanOrEqual(
    box?.getBoundingClientRect().left ?? Number.NaN,
  )
  expect(box?.scrollHeight).toBe(box?.clientHeight)
})

test('a long formula stands on the line of its words, as a short one does', async () => {
  const container = await show(`$a$ and $${sumOf(8)}$.`)
  const [short, long] = [...container.querySelectorAll('math')].map(
    (formula) => formula.querySelector('mi')?.getBoundingClientRect().bottom ?? Number.NaN,
  )
  expect(Math.abs((short ?? 0) - (long ?? 99))).toBeLessThan(2)
})

test('a short formula is no stop of the keyboard', async () => {
  const container = await show('Let $x = 1$ and\n\n$$\ny = 2\n$$')
  expect(container.querySelectorAll('[tabindex]')).toHaveLength(0)
})

test('the letters of a formula do not tell which way its paragraph runs', async () => {
  const container = await show('$x + y$ هو المجموع')
  const paragraph = container.querySelector('p')?.getBoundingClientRect()
  const formula = container.querySelector('math')
  // What is written first stands at the right, and is read from the left itself.
  expect(formula?.getBoundingClientRect().right).toBeCloseTo(paragraph?.right ?? Number.NaN, 0)
  const [x, , y] = [...(formula?.querySelectorAll('mi, mo') ?? [])].map((part) => part.getBoundingClientRect().left)
  expect(x).toBeLessThan(y ?? Number.NaN)
})

test.for([
  ['nested roots', `$${'\\sqrt{'.repeat(140)}x${'}'.repeat(140)}$`],
  ['nested fractions', `$$${'\\frac{1}{'.repeat(360)}x${'}'.repeat(360)}$$`],
  ['towers', `$$${'x^{'.repeat(900)}x${'}'.repeat(900)}$$`],
  ['braces', `$$${'{'.repeat(1900)}x${'}'.repeat(1900)}$$`],
])('%s, deeper than anybody writes them, do not keep what follows from being drawn', async ([, text]) => {
  const { container } = await render(<Markdown text={`${text}\n\n$q$`} isStreaming={false} />)
  await expect.poll(() => [...container.querySelectorAll('math')].at(-1)?.textContent).toBe('q')
})
