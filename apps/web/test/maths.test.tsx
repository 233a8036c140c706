import '../src/styles.css'
import { expect, test } from 'vitest'
import { page } from 'vitest/browser'
import { render } from 'vitest-browser-react'
import { Markdown } from '../src/ui/markdown/markdown.tsx'

const show = async (text: string, isStreaming = false) =>
  (await render(<Markdown text={text} isStreaming={isStreaming} />)).container

const drawn = (container: HTMLElement) => [...container.querySelectorAll('math')]

/** What is drawn, once it is, without invisible operators. */
async function formulas(container: HTMLElement, count: number): Promise<readonly string[]> {
  await expect.poll(() => drawn(container)).toHaveLength(count)
  return drawn(container).map(({ textContent }) => textContent.replace(/[\s\u2061-\u2064\u200B]/g, ''))
}

test('a formula in a line stands between dollars or brackets, as models write it', async () => {
  const container = await show('If $x_1 = 2$ then \\(y^2 = \\frac{a}{b}\\), and $$z$$ too.')
  expect(await formulas(container, 3)).toEqual(['x1=2', 'y2=ab', 'z'])
  expect(container.querySelectorAll('mfrac')).toHaveLength(1)
  expect(container.textContent).toMatch(/^If .* then .* and .* too\.$/)
})

test('a block of its own goes over lines, also right behind text and within a list', async () => {
  const container = await show(
    'So:\n\\[\n\\begin{aligned} a &= b \\\\\n- c &= d \\end{aligned}\n\\]\nwhere:\n\n- one\n  $$\n  e\n  $$\n- two',
  )
  expect(await formulas(container, 2)).toEqual(['a=b\u2212c=d', 'e'])
  expect(drawn(container).map((formula) => formula.getAttribute('display'))).toEqual(['block', 'block'])
  expect(container.querySelectorAll('p')).toHaveLength(2)
  expect(container.querySelectorAll('li')).toHaveLength(2)
})

test.for([
  'It costs $5, and the other $6.',
  'Between $5 and $10 or US$7/A$8',
  '`$a$` is code',
  'Set \\$a and \\$b',
  'See \\[1\\] for $HOME and $PATH',
  '```sh\necho $$ \\(a\\) $b$\n```',
  'an open $$ and \\( and \\[',
])('%j is no formula', async (text) => {
  const container = await show(`${text}\n\n$q$`)
  expect(await formulas(container, 1)).toEqual(['q'])
})

test('what is not understood stays as it was written', async () => {
  const container = await show('$\\nonsense{x}$ and $$\\frac{a$$ and $q$')
  expect(await formulas(container, 1)).toEqual(['q'])
  await expect.element(page.getByText('\\nonsense{x}')).toBeVisible()
  await expect.element(page.getByText('\\frac{a')).toBeVisible()
})

test('a formula links nowhere, loads nothing and runs nothing', async () => {
  const container = await show(
    '$\\href{javascript:alert(1)}{x}$ $\\url{https://a.example}$ $\\includegraphics{https://a.example/i.png}$ ' +
      '$\\class{danger}{x}$ $\\text{<img src=x onerror=alert(1)>}$ $q$',
  )
  await expect.poll(() => drawn(container).at(-1)?.textContent).toBe('q')
  expect(container.querySelectorAll('a, img, script, [onerror], [href], .danger')).toHaveLength(0)
})

test('while a reply comes, a formula comes when it is whole', async () => {
  const container = await show('The area is \\(\\pi r', true)
  await expect.element(page.getByText('The area is', { exact: true })).toBeVisible()
  expect(container.textContent).not.toContain('pi')
})

test('one that the end of a reply cut off can be read as it was written', async () => {
  await show('So:\n\n$$\na = \\frac{b')
  await expect.element(page.getByText('$$ a = \\frac{b')).toBeVisible()
})

test('words between two marks of TeX are words, and are shown while they come', async () => {
  const prices = 'Sushi Bar ($$), Taverna ($$), Le Chef ($$$), see \\(page 5\\).\n\n$$ is the number of this shell.'
  const container = await show(`${prices}\n\n$q$`)
  expect(await formulas(container, 1)).toEqual(['q'])
  expect(container.textContent).toContain('Sushi Bar ($$), Taverna ($$), Le Chef ($$$)')
  expect(container.textContent).toContain('$$ is the number')

  await show('A place ($$) where one', true)
  await expect.element(page.getByText('A place ($$) where one')).toBeVisible()
})
