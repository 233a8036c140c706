import { expect, test } from 'vitest'
import { page } from 'vitest/browser'
import { render } from 'vitest-browser-react'
import { PerformanceChart } from '../src/features/models/details/performance-chart.tsx'

const hour = (t: string, tokens_per_second: number | null) => ({
  t,
  requests: 1,
  errors: 0,
  prompt_tokens: 10,
  completion_tokens: 10,
  tokens_per_second,
  time_to_first_token_ms: 100,
})
const now = Date.parse('2026-11-25T12:30:00Z')

test('each hour with a reply is a bar as high as it was fast, where it belongs in time', async () => {
  const history = [
    hour('2026-11-24T14:00:00Z', 20),
    hour('2026-11-25T00:00:00Z', null),
    hour('2026-11-25T12:00:00Z', 40),
  ]
  await render(<PerformanceChart history={history} now={now} />)
  const chart = page.getByRole('img', { name: /^Between 20\.0 and 40\.0 tokens per second since/ })
  await expect.element(chart).toBeVisible()
  const [early, late, ...more] = [...chart.element().querySelectorAll('rect')].map((bar) => bar.getBBox())
  expect(more).toEqual([])
  expect(late?.height).toBeCloseTo(2 * (early?.height ?? 0), 1)
  // 22 of the 24 hours that are shown lie between them.
  const { width } = (chart.element() as SVGSVGElement).viewBox.baseVal
  expect(((late?.x ?? 0) - (early?.x ?? 0)) / (width - 44)).toBeCloseTo(22 / 24, 2)
})

test('without a reply there is nothing to draw', async () => {
  const { container } = await render(<PerformanceChart history={[hour('2026-11-25T12:00:00Z', null)]} now={now} />)
  expect(container.childElementCount).toBe(0)
})
