import '../src/styles.css'
import { expect, test } from 'vitest'
import { render } from 'vitest-browser-react'
import { Markdown } from '../src/ui/markdown/markdown.tsx'

const bold = async (text: string, isStreaming: boolean) => {
  const { container } = await render(<Markdown text={text} isStreaming={isStreaming} />)
  return Array.from(container.querySelectorAll('strong'), ({ textContent }) => textContent)
}

test.each([
  ['**重要：**请注意', '重要：'],
  ['**「引用」**と言う', '「引用」'],
  ['これは**「引用」**です', '「引用」'],
  ['**Note:**Text', 'Note:'],
  ['**중요(必)**입니다', '중요(必)'],
])('%s is bold while it comes and when it has come', async (text, wanted) => {
  expect(await bold(text, true)).toEqual([wanted])
  expect(await bold(text, false)).toEqual([wanted])
})

test.each(['2 ** 3 ** 4', '2**(3)**4', 'a ** b'])('%s is not', async (text) => {
  expect(await bold(text, false)).toEqual([])
})
