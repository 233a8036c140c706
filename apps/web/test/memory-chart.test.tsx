import { expect, test } from 'vitest'
import { page } from 'vitest/browser'
import { render } from 'vitest-browser-react'
import { MemoryChart } from '../src/features/models/memory/memory-chart.tsx'

const gib = 2 ** 30
const estimate = [
  { context: 4096, bytes: 18 * gib, observed: false },
  { context: 32_768, bytes: 25 * gib, observed: true },
  { context: 65_536, bytes: 33 * gib, observed: false },
]

test('the chart says in words what it draws, and marks what fits', async () => {
  await render(
    <MemoryChart
      estimate={estimate}
      room={{ memory: 'vram', usable_bytes: 21.5 * gib, max_context: 18_500 }}
      saved={8192}
      allocated={16_384}
    />,
  )
  const chart = page.getByRole('img', {
    name: 'From 18.0 GiB at 4,096 tokens to 33.0 GiB at 65,536; fits up to 18,432 tokens',
  })
  await expect.element(chart).toBeVisible()
  await expect.element(page.getByText('21.5 GiB usable VRAM')).toBeVisible()
  await expect.element(page.getByText('Fits to 18,432 tokens')).toBeVisible()
  await expect.element(page.getByText('Saved: 8,192 tokens')).toBeInTheDocument()
  await expect.element(page.getByText('Allocated now: 16,384 tokens')).toBeInTheDocument()
  await expect.element(page.getByText('Measured: 25.0 GiB at 32,768 tokens')).toBeInTheDocument()
  // Every label of the axis is a round number.
  for (const label of chart.element().querySelectorAll('text'))
    if (/^[\d.]+ GiB$/.test(label.textContent)) expect(Number.parseFloat(label.textContent) % 4).toBe(0)
})

test.each([
  [null, ''],
  [2048, ''],
  [70_000, '; fits up to 65,536 tokens'],
])('of the longest context of %s the chart says what is on it', async (max_context, words) => {
  await render(
    <MemoryChart
      estimate={estimate}
      room={{ memory: 'vram', usable_bytes: 21.5 * gib, max_context }}
      saved={null}
      allocated={null}
    />,
  )
  const name = `From 18.0 GiB at 4,096 tokens to 33.0 GiB at 65,536${words}`
  await expect.element(page.getByRole('img', { name, exact: true })).toBeVisible()
})

test('where the curve crosses late, the label of what is usable stands clear of it', async () => {
  await render(
    <MemoryChart
      estimate={estimate}
      room={{ memory: 'ram', usable_bytes: 31 * gib, max_context: 57_344 }}
      saved={null}
      allocated={null}
    />,
  )
  const label = page.getByText('31.0 GiB usable RAM').element().getBoundingClientRect()
  const crossing = page.getByText('Fits to 57,344 tokens').element().getBoundingClientRect()
  expect(label.right).toBeLessThan(crossing.left)
})

test('the axis of a small model counts in whole MiB', async () => {
  const small = [
    { context: 2048, bytes: 0.4 * gib, observed: false },
    { context: 8192, bytes: 0.7 * gib, observed: false },
  ]
  await render(<MemoryChart estimate={small} room={null} saved={null} allocated={null} />)
  await expect.element(page.getByText('384 MiB', { exact: true })).toBeVisible()
  await expect.element(page.getByText('768 MiB', { exact: true })).toBeVisible()
})
