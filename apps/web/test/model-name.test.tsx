import '../src/styles.css'
import { expect, test } from 'vitest'
import { page } from 'vitest/browser'
import { render } from 'vitest-browser-react'
import { ModelName } from '../src/parts/model-name.tsx'

const show = (name: string, width: number) =>
  render(
    <div data-testid="room" className="flex" style={{ width }}>
      <ModelName name={name} />
    </div>,
  )

const isCut = (text: string) => {
  const element = page.getByText(text, { exact: true }).element()
  return element.scrollWidth > element.clientWidth
}

test('the namespace gives way before the name, and the name before the tag', async () => {
  await show('hf.co/unsloth/Qwen3-30B-A3B-Instruct:Q4_K_M', 200)
  expect([isCut('Qwen3-30B-A3B-Instruct'), isCut(':Q4_K_M')]).toEqual([true, false])
})

test('a name and a tag that are too long both stay within their room', async () => {
  await show('An-Extremely-Long-Model-Name:UD-Q4_K_XL-imatrix', 90)
  const room = page.getByTestId('room').element()
  expect(room.scrollWidth).toBeLessThanOrEqual(room.clientWidth)
  expect(page.getByText('An-Extremely-Long-Model-Name').element().clientWidth).toBeGreaterThan(25)
})

test('a short name is whole beside its tag', async () => {
  await show('qwq:32b', 200)
  expect([isCut('qwq'), isCut(':32b')]).toEqual([false, false])
})
