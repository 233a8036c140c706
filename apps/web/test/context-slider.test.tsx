import { useState } from 'react'
import { expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { render } from 'vitest-browser-react'
import {
  contextAfterKey,
  contextStops,
  labelledStops,
  nearestStop,
  positionOf,
} from '../src/features/models/fields/context-scale.ts'
import { ContextSlider } from '../src/features/models/fields/context-slider.tsx'

const stops = contextStops(40_960)

test('it stops at powers of two and at the trained context', () => {
  expect(stops).toEqual([2048, 4096, 8192, 16_384, 32_768, 40_960])
  expect(contextStops(32_768).at(-1)).toBe(32_768)
  expect(contextStops(512)).toEqual([512])
  expect(contextStops(null)).toEqual([])
})

test('each power of two is as far from the next', () => {
  const steps = contextStops(131_072).map((stop) => positionOf(stop, contextStops(131_072)))
  expect(steps.map((step) => Math.round(step * 6))).toEqual([0, 1, 2, 3, 4, 5, 6])
  expect(positionOf(256, stops)).toBe(0)
  expect(positionOf(1_000_000, stops)).toBe(1)
  expect(nearestStop(0.5, stops)).toBe(8192)
  expect(nearestStop(1, stops)).toBe(40_960)
})

test('from a context between two stops a key goes to the next', () => {
  expect(contextAfterKey('ArrowRight', 20_000, stops)).toBe(32_768)
  expect(contextAfterKey('ArrowDown', 20_000, stops)).toBe(16_384)
  expect(contextAfterKey('ArrowRight', 40_960, stops)).toBe(40_960)
  expect(contextAfterKey('End', 2048, stops)).toBe(40_960)
  expect(contextAfterKey('Tab', 2048, stops)).toBeNull()
})

test('labels never meet, and the last stop has one', () => {
  const many = contextStops(1_048_576)
  expect(labelledStops(many, 620, 60)).toHaveLength(10)
  expect(labelledStops(many, 340, 60)).toEqual([2048, 8192, 32_768, 131_072, 1_048_576])
  expect(labelledStops(stops, 620, 60)).toEqual([2048, 4096, 8192, 16_384, 40_960])
})

function Sliding() {
  const [context, setContext] = useState(16_384)
  return (
    <ContextSlider
      label="Context length"
      context={context}
      saved={16_384}
      stops={stops}
      isLocked={false}
      onChange={setContext}
    />
  )
}

test('keys move it from stop to stop, and it says its value in tokens', async () => {
  await render(<Sliding />)
  const slider = page.getByRole('slider', { name: 'Context length' })
  await expect.element(slider).toHaveAttribute('aria-valuetext', '16,384 tokens')
  await userEvent.tab()
  await expect.element(slider).toHaveFocus()
  for (const [key, tokens] of [
    ['ArrowRight', '32,768'],
    ['ArrowUp', '40,960'],
    ['ArrowRight', '40,960'],
    ['PageDown', '32,768'],
    ['Home', '2,048'],
    ['ArrowLeft', '2,048'],
    ['End', '40,960'],
  ] as const) {
    await userEvent.keyboard(`{${key}}`)
    await expect.element(slider).toHaveAttribute('aria-valuetext', `${tokens} tokens`)
  }
  await expect.element(page.getByTitle('Saved: 16,384 tokens')).toBeInTheDocument()
})
