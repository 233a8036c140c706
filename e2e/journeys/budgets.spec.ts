import { gzipSync } from 'node:zlib'
import { expect, test } from '../journey.ts'
import { hold } from '../pages/hold.ts'

const scriptLimitBytes = 180_000

test('the first page is light, quick and does not jump', async ({ page }) => {
  const scripts: Promise<{ readonly url: string; readonly bytes: number }>[] = []
  page.on('response', (response) => {
    const weigh = async () => ({ url: response.url(), bytes: gzipSync(await response.body()).length })
    if (response.request().resourceType() === 'script') scripts.push(weigh())
  })
  await page.addInitScript(() => {
    const seen = { shift: 0, refused: [] as string[] }
    Object.assign(window, { seen })
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEntry & { value: number; hadRecentInput: boolean })[])
        if (!entry.hadRecentInput) seen.shift += entry.value
    }).observe({ type: 'layout-shift', buffered: true })
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sourceFile }) =>
      seen.refused.push(`${violatedDirective} ${blockedURI} ${sourceFile}`),
    )
  })
  await page.goto('/')
  await expect(page.getByText('Loaded').first()).toBeVisible()
  await expect(page.getByText(/checks passed/)).toBeVisible()
  // The last that a page loads by itself may come after what it shows.
  const isLast = ({ url }: { readonly url: string }) => url.includes('/kept-queries-')
  await expect.poll(async () => (await Promise.all(scripts)).some(isLast)).toBe(true)

  const weighed = await Promise.all(scripts)
  const total = weighed.reduce((sum, { bytes }) => sum + bytes, 0)
  expect(total, weighed.map(({ url, bytes }) => `${bytes} ${url}`).join('\n')).toBeLessThan(scriptLimitBytes)
  const seen = await page.evaluate(() => (window as unknown as { seen: { shift: number; refused: string[] } }).seen)
  expect(seen.shift).toBeLessThan(0.05)
  expect(seen.refused).toEqual([])
})

test('the frame is there before any script is, and stays where it is', async ({ page }) => {
  const release = await hold(page, '**/assets/*.js')
  // Resolves when the document is there: the scripts of a module are waited for by its load alone.
  await page.goto('/models', { waitUntil: 'commit' })
  const mark = page.getByText('Ollama Dashboard', { exact: true })
  const entry = page.getByText('Library', { exact: true }).first()
  await expect(mark).toBeVisible()
  // Its styles and its font may come after its words.
  await page.waitForFunction(() => performance.getEntriesByName('first-contentful-paint').length > 0)
  await page.waitForFunction(() => document.fonts.status === 'loaded')
  const before = [await mark.boundingBox(), await entry.boundingBox()]
  release()
  await expect(page.getByRole('link', { name: 'Library' }).first()).toBeVisible()
  expect([await mark.boundingBox(), await entry.boundingBox()]).toEqual(before)
})
