import { test as base, type Page } from '@playwright/test'
import { startDashboard } from '../dashboard.ts'
import { freePort } from '../free-port.ts'
import { expect } from '../journey.ts'
import { record } from './measuring/record.ts'
import { test } from './measuring/slow-computer.ts'

interface Seen {
  /** Milliseconds since the navigation: when the largest part of the page was painted. */
  largestMs: number
  /** How far the page has jumped: https://web.dev/articles/cls */
  shift: number
}

declare global {
  var seen: Seen
}

/** Notes what is painted and what jumps, from the next navigation on. */
async function watch(page: Page): Promise<void> {
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
}

test('on a slow computer the page shows soon, the first time as well, and does not jump', async ({
  page,
  slowDown,
}) => {
  await watch(page)
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

/** What is there once a page of the demo shows all that it has. */
const pages = [
  ['Overview', '/', 'Recent activity'],
  ['Models', '/models', 'qwen3:14b'],
  ['Library', '/library', 'Installed'],
  ['Chat', '/chat', 'Chats are saved on this server.'],
  ['Monitor', '/monitor', 'Model performance'],
  ['Admin', '/admin/model-defaults', 'qwen3:14b'],
] as const

for (const [device, viewport] of [
  ['a desktop', { width: 1440, height: 900 }],
  ['a phone', { width: 390, height: 844 }],
] as const) {
  // Nobody says where Ollama is, so this cannot share the frame of the others.
  base(`in the demo no page jumps on ${device}`, async ({ browser }) => {
    await using dashboard = await startDashboard({ OLLAMA_PORT: String(await freePort()) })
    for (const [name, path, text] of pages) {
      const context = await browser.newContext({ viewport, isMobile: viewport.width < 768, serviceWorkers: 'block' })
      const page = await context.newPage()
      await watch(page)
      await page.goto(new URL(path, dashboard.url).href)
      await expect(page.getByText(text).filter({ visible: true }).first()).toBeVisible()
      await expect(page.locator('.animate-pulse')).toHaveCount(0)
      const { shift } = await page.evaluate(() => document.fonts.ready.then(() => seen))
      record(`layout shift of ${name} in the demo on ${device}`, shift, 0.01, 'score')
      await context.close()
    }
  })
}
