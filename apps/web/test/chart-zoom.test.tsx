import { beforeEach, expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { render } from 'vitest-browser-react'
import type { ChartData } from '../src/features/monitor/charts/chart-data.ts'
import { ChartPanel } from '../src/features/monitor/charts/chart-panel.tsx'
import type { Span } from '../src/features/monitor/period.ts'
import { pointNowhere } from '../src/features/monitor/plot/crosshair.ts'
import { ZoomContext } from '../src/features/monitor/plot/zoom-context.ts'
import '../src/styles.css'

const words = (ms: number) => `at ${ms / 1000}`
const chart: ChartData = {
  title: 'Load, %',
  kind: 'line',
  times: [0, 10, 20, 30, 40],
  series: [{ label: 'CPU', values: [1, 2, null, 4, 5], format: String, overall: 'average' }],
  step: 10,
  from: 0,
  to: 40,
  formatTime: words,
  formatStep: words,
}

let done: unknown[] = []
beforeEach(() => {
  done = []
  pointNowhere()
})

const shown = async () => {
  const zoom = {
    to: ({ from, to }: Span) => done.push(['to', Math.round(from), Math.round(to)]),
    closer: (around: number) => done.push(['closer', around]),
    wider: () => done.push('wider'),
    back: () => done.push('back'),
  }
  await render(
    <ZoomContext value={zoom}>
      <ChartPanel data={chart} isTable={false} />
    </ZoomContext>,
  )
  const plot = page.getByRole('slider', { name: 'Load, %: moment' })
  await expect.element(plot).toBeVisible()
  return plot
}

/** As a browser tells of a pointer, at a share of the width. */
function point(plot: Element, type: string, at: number, more: PointerEventInit = {}): void {
  const { left, top, width } = plot.getBoundingClientRect()
  const where = { clientX: left + at * width, clientY: top + 20, isPrimary: true, bubbles: true, pointerId: 1 }
  plot.dispatchEvent(new PointerEvent(type, { ...where, ...more }))
}

test('by keyboard the crosshair goes from value to value, and is told', async () => {
  const plot = await shown()
  await userEvent.tab()
  await expect.element(plot).toHaveFocus()
  await userEvent.keyboard('{ArrowRight}{ArrowRight}')
  await expect.element(plot).toHaveAttribute('aria-valuetext', 'at 10: CPU 2')
  await userEvent.keyboard('{ArrowRight}')
  await expect.element(plot).toHaveAttribute('aria-valuetext', 'at 20: CPU not measured')
  await userEvent.keyboard('{End}')
  await expect.element(plot).toHaveAttribute('aria-valuetext', 'at 40: CPU 5')
  await expect.element(plot).toHaveAttribute('aria-valuenow', '40')
})

test('by keyboard a part is selected, zoomed into, and left again', async () => {
  await shown()
  await userEvent.tab()
  await userEvent.keyboard('{Home}{ArrowRight}{Shift>}{ArrowRight}{ArrowRight}{/Shift}{Enter}')
  expect(done).toEqual([['to', 10, 30]])
  await userEvent.keyboard('+{-}{Escape}')
  expect(done.slice(1)).toEqual([['closer', 30], 'wider', 'back'])
})

test('Escape takes back what is selected before it leads back', async () => {
  await shown()
  await userEvent.tab()
  await userEvent.keyboard('{Home}{Shift>}{ArrowRight}{/Shift}{Escape}{Enter}')
  expect(done).toEqual([])
})

test('dragging zooms into what was dragged over, whichever way', async () => {
  const plot = (await shown()).element()
  point(plot, 'pointerdown', 0.75)
  point(plot, 'pointermove', 0.5)
  point(plot, 'pointermove', 0.25)
  point(plot, 'pointerup', 0.25)
  expect(done).toEqual([['to', 10, 30]])
})

test('a click, a broken drag and the other button do not zoom', async () => {
  const plot = (await shown()).element()
  point(plot, 'pointerdown', 0.5)
  point(plot, 'pointerup', 0.5)
  point(plot, 'pointerdown', 0.2)
  point(plot, 'pointermove', 0.6)
  point(plot, 'pointercancel', 0.6)
  point(plot, 'pointerdown', 0.2, { button: 2 })
  point(plot, 'pointermove', 0.6)
  point(plot, 'pointerup', 0.6)
  expect(done).toEqual([])
})

test('a drag that Escape ends does not zoom', async () => {
  const plot = await shown()
  await userEvent.tab()
  point(plot.element(), 'pointerdown', 0.2)
  point(plot.element(), 'pointermove', 0.6)
  await userEvent.keyboard('{Escape}')
  point(plot.element(), 'pointermove', 0.8)
  point(plot.element(), 'pointerup', 0.8)
  expect(done).toEqual([])
})

test('what a finger pointed at stays to be read', async () => {
  const plot = await shown()
  point(plot.element(), 'pointerdown', 0.25, { pointerType: 'touch' })
  point(plot.element(), 'pointerup', 0.25, { pointerType: 'touch' })
  point(plot.element(), 'pointerout', 0.25, { pointerType: 'touch' })
  await expect.element(plot).toHaveAttribute('aria-valuetext', 'at 10: CPU 2')
})
