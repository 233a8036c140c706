import { expect, test } from '../journey.ts'

test('Ollama goes away and comes back: the page says how old it is, and recovers by itself', async ({
  page,
  simulator,
}) => {
  await page.goto('/')
  await expect(page.getByText('Loaded').first()).toBeVisible()
  // What fails first is told beside its model, until it is no news any more.
  simulator.faults.add({ kind: 'error', path: '/api/generate' })
  const row = page
    .getByRole('region', { name: 'Running models' })
    .getByRole('listitem')
    .filter({ hasText: 'qwen3:14b' })
  await row.getByRole('button', { name: 'Stop qwen3:14b' }).click()
  await expect(row.getByRole('alert')).toBeVisible()

  simulator.faults.add({ kind: 'refuse' })
  const band = page.getByRole('region', { name: 'Connection' })
  await expect(band).toContainText('Ollama is unreachable.')
  await expect(band).toContainText(/Showing data from \d+ s ago/)
  // What was known stays in sight, as what it is, and nothing is offered that cannot be done.
  await expect(row).toBeVisible()
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Last known: 2 models loaded')
  const stop = row.getByRole('button', { name: 'Stop qwen3:14b' })
  await expect(stop).toBeDisabled()
  await expect(stop).toHaveAttribute('title', 'Ollama is unreachable')
  await page.getByRole('link', { name: 'Models' }).first().click()
  await expect(page.getByRole('button', { name: 'Details of qwen3:14b' })).toBeVisible()

  simulator.faults.clear()
  await expect(band).toBeHidden()
  await expect(page.getByRole('button', { name: 'Stop qwen3:14b' })).toBeEnabled()
  await page.getByRole('link', { name: 'Overview' }).first().click()
  await expect(row.getByRole('button', { name: 'Stop qwen3:14b' })).toBeEnabled()
  await expect(row.getByRole('alert')).toHaveCount(0)
})

test('the dashboard itself goes away: the page says so', async ({ page, dashboard }) => {
  await page.goto('/')
  await expect(page.getByText('Loaded').first()).toBeVisible()
  await expect(page.getByText(/checks passed/)).toBeVisible()
  await expect(page.getByRole('button', { name: /^Ollama server 127\.0\.0\.1:/ })).toContainText('reachable')
  dashboard.process.kill('SIGKILL')
  await expect(page.getByRole('region', { name: 'Connection' })).toContainText("Can't reach the dashboard.")
  await expect(page.getByRole('region', { name: 'Health' })).toContainText(/Unknown\. Last check .*: no issues/)
  await expect(page.getByRole('button', { name: /^Ollama server 127\.0\.0\.1:/ })).toContainText(
    'last known: reachable',
  )
})

test('a page that cannot be fetched meanwhile leaves the frame as it is, and opens when it can', async ({ page }) => {
  const away = ['**/assets/library-page*', '**/ping']
  for (const url of away) await page.route(url, (route) => route.abort())
  await page.goto('/')
  await expect(page.getByText('Loaded').first()).toBeVisible()
  await page.getByRole('link', { name: 'Library' }).first().click()
  // The page before is still there, out of sight, and may have loaded something as well.
  await expect(page.locator('[aria-label=Loading]').filter({ visible: true }).first()).toBeVisible()
  await expect(page.getByRole('link', { name: 'Models' }).first()).toBeVisible()
  for (const url of away) await page.unroute(url)
  await expect(page.getByRole('heading', { name: 'Library' })).toBeVisible()
})

test('curves that cannot be fetched meanwhile are not blamed on the browser, and come when they can', async ({
  page,
}) => {
  const away = ['**/assets/time-chart*', '**/ping']
  for (const url of away) await page.route(url, (route) => route.abort())
  const refused = page.waitForEvent('requestfailed', (request) => request.url().endsWith('/ping'))
  await page.goto('/monitor')
  const load = page.getByRole('region', { name: 'Load, %' })
  await expect(load).toBeVisible()
  await refused
  await expect(page.getByText('This browser cannot draw charts.')).toHaveCount(0)
  for (const url of away) await page.unroute(url)
  await expect(load.locator('canvas')).toBeVisible()
})

test('a menu that cannot be fetched meanwhile leaves the page as it is, and opens later', async ({ page }) => {
  const away = ['**/assets/menu-parts*', '**/ping']
  for (const url of away) await page.route(url, (route) => route.abort())
  await page.goto('/models')
  const models = page.getByRole('button', { name: 'Details of qwen3:14b' })
  await expect(models).toBeVisible()
  const refused = page.waitForEvent('requestfailed', (request) => request.url().endsWith('/ping'))
  const servers = page.getByRole('button', { name: /^Ollama server/ })
  await servers.click()
  await refused
  await expect(models).toBeVisible()
  // The browser remembers that it could not be fetched, so the page is read anew.
  const readAnew = page.waitForEvent('load')
  for (const url of away) await page.unroute(url)
  await readAnew
  await servers.click()
  await expect(page.getByRole('menuitem', { name: /^127\.0\.0\.1/ })).toBeVisible()
})

test.describe('an Ollama that was never there', () => {
  test.use({ env: { OLLAMA_HOST: 'http://127.0.0.1:9' } })

  test('gets what to do about it instead of empty panels', async ({ page }) => {
    await page.goto('/')
    await expect(page.getByText('ollama serve', { exact: true })).toBeVisible()
    await page.goto('/models')
    await expect(page.getByRole('button', { name: 'Try again' })).toBeVisible()
  })
})
