import type { Residency } from '@ollama-dashboard/contracts'
import { QueryClient } from '@tanstack/react-query'
import { expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { ResidencyPanel } from '../src/features/monitor/residency/residency-panel.tsx'
import { residencyRows } from '../src/features/monitor/residency/residency-rows.ts'
import { factWords, whenWords } from '../src/features/monitor/residency/residency-words.ts'
import { formatSecond } from '../src/lib/format.ts'
import { residencySpan } from './monitor-fixtures.ts'
import { showWith } from './show-with.tsx'
import '../src/styles.css'

const seconds = (time: string): number => Date.parse(time) / 1000
const at = (minute: number, second = 0): string =>
  new Date(Date.UTC(2026, 10, 25, 11, minute, second)).toISOString().replace('.000Z', 'Z')
const axis = { from: seconds(at(0)), to: seconds(at(60)) }
const now = axis.to

test('a model has one row, from its begin to its end, hatched while it loaded', () => {
  const [row, ...others] = residencyRows(
    [
      residencySpan('qwen3:14b', at(10, 6), { loading_at: at(10), ended_at: at(20) }),
      residencySpan('qwen3:14b', at(30), { loading_at: null }),
    ],
    axis,
    now,
  )
  expect(others).toEqual([])
  expect(row?.blocks.map(({ from, to, loadedAt, isOpen }) => [from, loadedAt, to, isOpen])).toEqual([
    [seconds(at(10)), seconds(at(10, 6)), seconds(at(20)), false],
    [seconds(at(30)), seconds(at(30)), now, true],
  ])
})

test('what reaches beyond the axis ends there, and what loads still is hatched to its end', () => {
  const [loading, before] = residencyRows(
    [
      residencySpan('llama3.2:3b', '2026-11-25T09:00:00Z', { ended_at: at(5) }),
      residencySpan('gemma3:4b', at(0), { loading_at: at(59), loaded_at: null }),
      residencySpan('gone:1b', '2026-11-25T09:00:00Z', { ended_at: '2026-11-25T10:00:00Z' }),
    ],
    axis,
    now,
  )
  expect([before?.model, before?.blocks[0]?.from]).toEqual(['llama3.2:3b', axis.from])
  expect([loading?.model, loading?.blocks[0]?.loadedAt]).toEqual(['gemma3:4b', now])
})

test('models that are in memory come first, then who left last', () => {
  const rows = residencyRows(
    [
      residencySpan('a', at(1), { ended_at: at(2) }),
      residencySpan('b', at(1), { ended_at: at(9) }),
      residencySpan('c', at(5)),
      residencySpan('d', at(1)),
    ],
    axis,
    now,
  )
  expect(rows.map(({ model }) => model)).toEqual(['c', 'd', 'b', 'a'])
})

test('a thousand short loads are no thousand bars', () => {
  const spans = Array.from({ length: 1000 }, (_, index) =>
    residencySpan('a', at(0, index * 3), { ended_at: at(0, index * 3 + 1) }),
  )
  const [row] = residencyRows(spans, axis, now)
  expect(row?.blocks).toHaveLength(1)
  const [block] = row?.blocks ?? []
  expect(block && whenWords(block, formatSecond, now)).toMatch(/, 1000 times, 17 min in all$/)
})

test('the words of a bar say when, how long, what it took, and for whom', () => {
  const span = residencySpan('a', at(10, 6), {
    loading_at: at(10),
    ended_at: at(20),
    size_vram: 3 * 2 ** 30,
    context_length: 16_384,
  })
  const [row] = residencyRows([span], axis, now)
  const [block] = row?.blocks ?? []
  expect(block && whenWords(block, formatSecond, now)).toMatch(/^\d\d:10:00 to \d\d:20:00, 10 min$/)
  expect(factWords(span, 'laptop')).toEqual([
    'loaded in 6.0 s',
    '4.0 GiB, 75 % on the GPU',
    'context 16,384',
    'loaded for laptop',
  ])
})

const residency = (spans: Residency['spans']): Residency => ({ from: at(0), to: '2026-11-25T12:00:00Z', spans })

test('bars are as wide as their time, and the arrow keys lead to each of them', async () => {
  const spans = [
    residencySpan('qwen3:14b', at(30)),
    residencySpan('llama3.2:3b', at(6), { loading_at: at(0), ended_at: at(15) }),
  ]
  await showWith(new QueryClient(), <ResidencyPanel residency={residency(spans)} span={axis} isTable={false} />)
  const bars = page.getByRole('button', { name: /GiB/ })
  await expect.element(bars.first()).toBeVisible()
  const widths = bars.elements().map((bar) => bar.getBoundingClientRect().width)
  expect((widths[0] ?? 0) / (widths[1] ?? 1)).toBeCloseTo(2, 1)
  ;(bars.first().element() as HTMLElement).focus()
  await userEvent.keyboard('{ArrowRight}')
  await expect.element(bars.nth(1)).toHaveFocus()
  await expect.element(page.getByText(/loaded in 6 min/)).toBeVisible()
})

test('as a table there is a row for each time', async () => {
  const spans = [residencySpan('qwen3:14b', at(30)), residencySpan('qwen3:14b', at(6), { ended_at: at(15) })]
  await showWith(new QueryClient(), <ResidencyPanel residency={residency(spans)} span={axis} isTable />)
  await expect.element(page.getByRole('row').nth(1)).toBeVisible()
  const cells = page.getByRole('row').nth(1).getByRole('cell').elements()
  expect(cells.map(({ textContent }) => textContent).slice(1)).toEqual([
    'now',
    '30 min',
    '—',
    '4.0 GiB',
    '4.0 GiB',
    '4,096',
    '—',
  ])
  expect(page.getByRole('row').elements()).toHaveLength(3)
})

test('a time in which nothing was loaded says so', async () => {
  await showWith(new QueryClient(), <ResidencyPanel residency={residency([])} span={axis} isTable={false} />)
  await expect.element(page.getByText('No model was in memory')).toBeVisible()
})
