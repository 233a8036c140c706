import { beforeEach, expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { render } from 'vitest-browser-react'
import type { ChartData } from '../src/features/monitor/charts/chart-data.ts'
import { ChartPanel } from '../src/features/monitor/charts/chart-panel.tsx'
import { pointNowhere } from '../src/features/monitor/plot/crosshair.ts'
import '../src/styles.css'

const hour = 3600
const chart = (differing: Partial<ChartData> = {}): ChartData => ({
  title: 'Load, %',
  kind: 'line',
  times: [1, 2, 3, 4].map((quarter) => (quarter * hour) / 4),
  series: [{ label: 'CPU', values: [10, 20, 30, 40], format: String, overall: 'average' }],
  step: hour / 4,
  from: 0,
  to: hour,
  formatTime: () => '25 Nov, 14:19',
  formatStep: () => '25 Nov, 14:00',
  ...differing,
})
beforeEach(pointNowhere)

const tag = () => page.getByText('25 Nov, 14:00')

test('the time under the crosshair stays within the panel', async () => {
  await render(<ChartPanel data={chart()} isTable={false} />)
  const curves = page.getByRole('slider', { name: /^Load, %/ })
  await expect.element(curves).toBeVisible()
  const { width, height } = curves.element().getBoundingClientRect()
  await userEvent.hover(curves, { position: { x: width - 24, y: height / 2 } })
  await expect.element(tag()).toBeVisible()
  const end = page.getByRole('region', { name: 'Load, %' }).element().getBoundingClientRect().right
  expect(tag().element().getBoundingClientRect().right).toBeLessThan(end)
})

test('a chart that is drawn anew has its crosshair where it was', async () => {
  const { rerender, container } = await render(<ChartPanel data={chart()} isTable={false} />)
  const curves = page.getByRole('slider', { name: /^Load, %/ })
  await expect.element(curves).toBeVisible()
  const { width, height } = curves.element().getBoundingClientRect()
  await userEvent.hover(curves, { position: { x: width / 2, y: height / 2 } })
  const leftOf = () => container.querySelector('.u-cursor-x')?.getBoundingClientRect().left ?? Number.NaN
  await expect.element(tag()).toBeVisible()
  const [before, drawn] = [leftOf(), container.querySelector('.uplot')]
  const more: ChartData['series'][number] = { label: 'Load', values: [1, 2, 3, 4], format: String, overall: 'average' }
  await rerender(<ChartPanel data={chart({ series: [...chart().series, more] })} isTable={false} />)
  await expect.poll(() => container.querySelector('.uplot') === drawn).toBe(false)
  await expect.poll(() => Math.abs(leftOf() - before)).toBeLessThan(3)
})

test('the crosshair of one chart is that of the others, and none where a chart does not reach', async () => {
  await render(
    <>
      <ChartPanel data={chart()} isTable={false} />
      <ChartPanel data={chart({ title: 'Memory, %' })} isTable={false} />
      <ChartPanel data={chart({ title: 'Disk, %', from: 24 * hour, to: 48 * hour })} isTable={false} />
    </>,
  )
  await expect.element(page.getByRole('slider', { name: /^Disk, %/ })).toBeVisible()
  const { width, height } = page
    .getByRole('slider', { name: /^Load, %/ })
    .element()
    .getBoundingClientRect()
  await userEvent.hover(page.getByRole('slider', { name: /^Load, %/ }), {
    position: { x: width / 2, y: height / 2 },
  })
  const legendOf = (title: string) => page.getByRole('region', { name: title }).getByRole('list')
  await expect.element(legendOf('Memory, %')).toHaveTextContent('CPU 20')
  await expect.element(legendOf('Disk, %')).toHaveTextContent('CPU avg 25')
})

test('of two lone values at the same place both are seen', async () => {
  const series: ChartData['series'] = [
    { label: 'Tokens/s', values: [null, 40, null, null], format: String, overall: 'average' },
    { label: 'First token', values: [null, 200, null, null], format: String, overall: 'latest', isRight: true },
  ]
  const { container } = await render(<ChartPanel data={chart({ series })} isTable={false} />)
  await expect.element(page.getByRole('slider', { name: /^Load, %/ })).toBeVisible()
  const colours = () => {
    const canvas = container.querySelector('canvas')
    const { data = [] } = canvas?.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height) ?? {}
    return data
  }
  const context = document.createElement('canvas').getContext('2d')
  const has = (token: string): boolean => {
    if (!context) return false
    context.fillStyle = getComputedStyle(document.documentElement).getPropertyValue(token)
    context.fillRect(0, 0, 1, 1)
    const [red, green, blue] = context.getImageData(0, 0, 1, 1).data
    const pixels = colours()
    for (let at = 0; at < pixels.length; at += 4) {
      if (pixels[at] === red && pixels[at + 1] === green && pixels[at + 2] === blue && pixels[at + 3] === 255)
        return true
    }
    return false
  }
  await expect.poll(() => has('--chart-2')).toBe(true)
  expect(has('--chart-1')).toBe(true)
})

test('what stands beside a name says what it is: of all that is shown, or where the crosshair is', async () => {
  const series: ChartData['series'] = [
    { label: 'Requests', values: [1, 2, 0, 5], format: String, overall: 'total' },
    { label: 'VRAM', values: [40, null, 50, 60], format: String, overall: 'average' },
    { label: 'First token', values: [200, 300, null, null], format: String, overall: 'latest' },
  ]
  await render(<ChartPanel data={chart({ series })} isTable={false} />)
  const legend = page.getByRole('list')
  const lines = () =>
    legend
      .getByRole('listitem')
      .elements()
      .map(({ textContent }) => textContent)
  const curves = page.getByRole('slider', { name: /^Load, %/ })
  await expect.element(curves).toBeVisible()
  expect(lines()).toEqual(['Requests total 8', 'VRAM avg 50', 'First token latest 300'])
  const { width, height } = curves.element().getBoundingClientRect()
  await userEvent.hover(curves, { position: { x: width - 24, y: height / 2 } })
  await expect.poll(lines).toEqual(['Requests 5', 'VRAM 60', 'First token —'])
  // The step that these are of, and not the minute under the crosshair.
  await expect.element(tag()).toBeVisible()
})

test('there is no half of a request on the scale', async () => {
  const { optionsOf } = await import('../src/features/monitor/charts/chart-options.ts')
  const frame = { width: 400, height: 100, onAxis: () => undefined }
  const stepsOf = (data: ChartData) => optionsOf(() => data, frame).axes?.[1]?.incrs
  expect(stepsOf(chart({ isCount: true }))).toSatisfy((steps: number[]) => steps.every(Number.isInteger))
  expect(stepsOf(chart())).toBeUndefined()
})

test('a chart without any value says so; a load of zero is one', async () => {
  const values = [0, null, 0, 0]
  const series: ChartData['series'] = [{ label: 'Requests', values, format: String, overall: 'total' }]
  const nothing = 'No requests in this period'
  const { rerender } = await render(<ChartPanel data={chart({ kind: 'bars', series, nothing })} isTable={false} />)
  await expect.element(page.getByText(nothing)).toBeVisible()
  await rerender(<ChartPanel data={chart({ series, nothing })} isTable={false} />)
  await expect.element(page.getByText(nothing)).not.toBeInTheDocument()
})
