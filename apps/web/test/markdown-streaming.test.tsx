import '../src/styles.css'
import { useEffect, useState } from 'react'
import { expect, test } from 'vitest'
import { render } from 'vitest-browser-react'
import { Markdown } from '../src/ui/markdown/markdown.tsx'

const section = (step: number) => `## Step ${step}

Some **bold** words of [a page](https://a.example/${step}), and \`code\`; then more of them, so that this is a paragraph.

1. one
2. two
   - inner

| a | b |
|---|--:|
| ${step} | 2 |

\`\`\`ts
export const step${step} = (value: number) => value + ${step} // ${step}
\`\`\`

`
/** 40 kB: what 10,000 tokens are. */
const long = Array.from({ length: 160 }, (_, step) => section(step)).join('')

/** A text that comes four characters at a time, as fast as the page takes them. */
function Reply({ text, onEnd }: { readonly text: string; readonly onEnd: () => void }) {
  const [length, setLength] = useState(0)
  useEffect(() => {
    const { port1, port2 } = new MessageChannel()
    let sent = 0
    port1.onmessage = () => {
      sent = Math.min(text.length, sent + 4)
      setLength(sent)
      if (sent < text.length) port2.postMessage(null)
      else onEnd()
    }
    port2.postMessage(null)
    return () => port1.close()
  }, [text, onEnd])
  return <Markdown text={text.slice(0, length)} isStreaming={length < text.length} />
}

const plain = (html: string) => html.replace(/ class="text-\(--code[^"]*"/g, '').replace(/<span>(.*?)<\/span>/g, '$1')

async function rendered(text: string): Promise<HTMLElement> {
  const { container } = await render(<Markdown text={text} isStreaming={false} />)
  await expect.poll(() => container.querySelector('[aria-busy="true"]')).toBeNull()
  return container
}

test('a reply of 10,000 tokens comes without touching what is finished, and ends as if it had come at once', async () => {
  const ended = Promise.withResolvers<void>()
  const { container } = await render(<Reply text={long} onEnd={ended.resolve} />)
  await expect.poll(() => container.querySelectorAll('h4').length).toBeGreaterThan(3)
  const finished = [...(container.firstElementChild?.children ?? [])].slice(0, 12)
  // Colours come to code when there is time: all else stays.
  const prose = finished.filter((element) => !element.querySelector('pre'))
  let touched = 0
  const observer = new MutationObserver((changes) => {
    touched += changes.length
  })
  for (const element of prose) {
    observer.observe(element, { subtree: true, childList: true, characterData: true, attributes: true })
  }

  await ended.promise
  await expect.poll(() => container.querySelector('[data-caret]')).toBeNull()
  expect(touched).toBe(0)
  expect([...(container.firstElementChild?.children ?? [])].slice(0, 12)).toEqual(finished)
  observer.disconnect()
  const atOnce = await rendered(long)
  expect(container).toHaveTextContent(atOnce.textContent, { normalizeWhitespace: false })
  expect(plain(container.innerHTML).length).toBe(plain(atOnce.innerHTML).length)
})

test('a long text is drawn in steps, its beginning at once', async () => {
  const { container } = await render(<Markdown text={long} isStreaming={false} />)
  const first = container.querySelectorAll('h4').length
  expect(first).toBeGreaterThan(1)
  expect(first).toBeLessThan(20)
  await expect.poll(() => container.querySelectorAll('h4').length).toBe(160)
  expect(container.querySelector('[data-caret]')).toBeNull()
})

test('another text takes the place of the first', async () => {
  const { container, rerender } = await render(<Markdown text={'# a\n\nb'} isStreaming />)
  await rerender(<Markdown text="- c" isStreaming />)
  await expect.poll(() => container.textContent).toBe('c')
  await rerender(<Markdown text="d" isStreaming={false} />)
  expect(container).toHaveTextContent('d')
})

test('a caret stands alone before the first word', async () => {
  const { container, rerender } = await render(<Markdown text="" isStreaming />)
  expect(container.querySelectorAll('[data-caret]')).toHaveLength(1)
  await rerender(<Markdown text="" isStreaming={false} />)
  expect(container.querySelectorAll('[data-caret]')).toHaveLength(0)
})
