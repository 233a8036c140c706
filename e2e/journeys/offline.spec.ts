import type { BrowserContext, Page } from '@playwright/test'
import { type Dashboard, startDashboard } from '../dashboard.ts'
import { expect, test } from '../journey.ts'
import { startFront } from '../proxies/front.ts'

const key = 'admin-key-of-this-test'

test.use({ serviceWorkers: 'allow' })

/** Resolves once the browser has the files of the page, and has kept the lists of models. */
async function kept(page: Page): Promise<void> {
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined))
  await expect.poll(() => page.evaluate(keptLists)).toBe(2)
}

/** How many lists of models the browser has kept. Runs in the page. */
async function keptLists(): Promise<number> {
  const known = (await indexedDB.databases()).find(({ name }) => name?.includes('last-known'))
  if (!known?.name) return 0
  const opening = indexedDB.open(known.name)
  const names = await new Promise<IDBValidKey[]>((found) => {
    opening.onsuccess = () => {
      const asked = opening.result.transaction('queries').objectStore('queries').getAllKeys()
      asked.onsuccess = () => found(asked.result)
    }
  })
  opening.result.close()
  return names.filter((name) => /"(?:running|available)"/.test(String(name))).length
}

/** The dashboard ends without a word, and somebody opens the page in a new tab. */
async function openWithout(dashboard: Dashboard, context: BrowserContext, path: string): Promise<Page> {
  dashboard.process.kill('SIGKILL')
  const tab = await context.newPage()
  await tab.goto(path)
  return tab
}

test('a page that opens by its service worker fetches nothing in vain, and warns of nothing', async ({ page }) => {
  await page.goto('/models')
  await kept(page)
  const told: string[] = []
  page.on('console', (message) => told.push(message.text()))
  await page.reload()
  await expect(page.getByRole('button', { name: 'Details of qwen3:14b' })).toBeVisible()
  expect(await page.evaluate(() => navigator.serviceWorker.controller !== null)).toBe(true)
  expect(told).toEqual([])
})

test.describe('at an address of its own', () => {
  test.use({ env: { BASE_PATH: '/dash' } })

  test('the page opens while the dashboard is away, with what was last known, and recovers by itself', async ({
    context,
    page,
    dashboard,
    simulator,
  }) => {
    await page.goto('/dash/models')
    await expect(page.getByRole('button', { name: 'Stop qwen3:14b' })).toBeEnabled()
    await kept(page)
    await page.close()

    const tab = await openWithout(dashboard, context, '/dash/models')
    const band = tab.getByRole('region', { name: 'Connection' })
    await expect(band).toContainText("Can't reach the dashboard.")
    await expect(band).toContainText(/Showing data from \d+ s ago/)
    await expect(tab.getByRole('button', { name: 'Details of qwen3:14b' })).toBeVisible()
    await expect(tab.getByRole('button', { name: 'Stop qwen3:14b' })).toBeDisabled()
    // A page that was never opened is there as well.
    await tab.getByRole('link', { name: 'Overview' }).first().click()
    await expect(tab.getByRole('heading', { level: 1 })).toContainText('Last known: 2 models loaded')

    await using _again = await startDashboard({
      OLLAMA_HOST: simulator.url,
      BASE_PATH: '/dash',
      PORT: new URL(dashboard.url).port,
    })
    await expect(band).toBeHidden()
    await expect(tab.getByText(/checks passed/)).toBeVisible()
  })
})

test.describe('with keys', () => {
  test.use({ env: { API_KEY_ADMIN: key } })

  test('nothing is left of what a key could see once somebody signed out', async ({ context, page, dashboard }) => {
    await page.goto('/models')
    await page.getByLabel('Key', { exact: true }).fill(key)
    await page.keyboard.press('Enter')
    await expect(page.getByRole('button', { name: 'Details of qwen3:14b' })).toBeVisible()
    await kept(page)
    await page.getByRole('button', { name: /^Account/ }).click()
    await page.getByRole('menuitem', { name: 'Sign out' }).click()
    await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible()
    await page.close()

    const tab = await openWithout(dashboard, context, '/models')
    await expect(tab.getByRole('heading', { name: "Can't reach the dashboard" })).toBeVisible()
    await expect(tab.getByText('qwen3:14b')).toHaveCount(0)
  })
})

/** Another version of the page: with one more script, and a list of files in which its document is a new one. */
const nextVersion = (text: string) =>
  text
    .replace('<script type="module"', '<script type="module" src="/theme.js?next"></script>$&')
    .replace('url:`./`,revision:`', '$&next')

test('an update is offered, and comes when it is wanted', async ({ page, dashboard }) => {
  await using front = await startFront(dashboard.url)
  await page.goto(`${front.url}/chat`)
  await kept(page)
  await page.reload()
  const message = page.getByRole('textbox', { name: 'Message' })
  await message.fill('Half a question')
  front.update(nextVersion)
  const offer = page.getByText('A new version is ready')
  await expect(offer).toBeVisible()
  const script = page.locator('script[type=module]').first()
  await expect(script).not.toHaveAttribute('src', '/theme.js?next')
  await expect(message).toHaveValue('Half a question')

  await page.getByRole('button', { name: 'Reload' }).click()
  await expect(script).toHaveAttribute('src', '/theme.js?next')
  await expect(page.getByRole('link', { name: 'Models' }).first()).toBeVisible()
  await expect(offer).toBeHidden()
  // What the browser has for when the dashboard is away is of the new version alone.
  await expect.poll(() => page.evaluate(keptDocuments)).toEqual([expect.stringContaining('next')])
})

/** The addresses under which the browser has kept the document. Runs in the page. */
async function keptDocuments(): Promise<string[]> {
  const kept = await Promise.all((await caches.keys()).map(async (name) => (await caches.open(name)).keys()))
  return kept.flat().flatMap(({ url }) => (new URL(url).pathname === '/' ? [url] : []))
}
