import { expect } from '../journey.ts'
import { record } from '../record.ts'
import { test } from '../slow-computer.ts'

interface Seen {
  /** Milliseconds since the navigation: when the largest part of the page was painted. */
  largestMs: number
  /** How far the page has jumped: https://web.dev/articles/cls */
  shift: number
}

declare global {
  var seen: Seen
}

test('on a slow computer the page shows soon, the first time as well, and does not jump', async ({
  page,
  slowDown,
}) => {
  await page.addInitScript(() => {
    globalThis.seen = { largestMs: 0, shift: 0 }
    new PerformanceObserver((list) => {
      for (const { startTime } of list.getEntries()) seen.largestMs = startTime
    }).observe({ type: 'largest-contentful-paint', buffered: true })
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEntry & { value: number; hadRecentInput: boolean })[])
        if (!entry.hadRecentInput) seen.shift += entry.value
    }).observe({ type: 'layout-shift', buffered: true })
  })
  await slowDown(4)
  await page.goto('/')
  await expect(page.getByText('Loaded').first()).toBeVisible()
  await expect(page.getByText(/checks passed/)).toBeVisible()
  const paint = await page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime)
  const { largestMs, shift } = await page.evaluate(() => seen)
  record('first paint of Overview on a slow computer', paint ?? Number.NaN, 1000)
  record('largest paint of Overview on a slow computer', largestMs, 1500)
  record('layout shift of Overview', shift, 0.01, 'score')
})
