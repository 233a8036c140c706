import { expect, test } from '../journey.ts'
import { enterKey } from '../pages/enter-key.ts'
import { startFront } from '../proxies/front.ts'

const keys = { API_KEY_VIEWER: 'viewer-key-of-this-test', API_KEY_ADMIN: 'admin-key-of-this-test' }

test.use({ env: keys })

test('a key lets in, a wrong one says so, and signing out is for every tab', async ({ page, context }) => {
  await page.goto('/models?q=qwen')
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible()
  await page.getByLabel('Key', { exact: true }).fill('wrong')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByRole('alert')).toContainText('Invalid, expired or revoked key.')

  await enterKey(page, keys.API_KEY_ADMIN)
  // Where one wanted to go is where one arrives.
  await expect(page.getByLabel('Filter by name')).toHaveValue('qwen')
  expect(await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }))).not.toContain('admin-key')

  await page.reload()
  await expect(page.getByLabel('Filter by name')).toHaveValue('qwen')
  const other = await context.newPage()
  await other.goto('/library')
  await expect(other.getByRole('heading', { name: 'Library' })).toBeVisible()

  await other.getByRole('button', { name: /^Account/ }).click()
  await other.getByRole('menuitem', { name: 'Sign out' }).click()
  await expect(other.getByRole('heading', { name: 'Sign in' })).toBeVisible()
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible()
})

test('a session that ends leaves the place and what was typed', async ({ page }) => {
  await page.goto('/chat')
  await enterKey(page, keys.API_KEY_ADMIN)
  await page.getByRole('textbox', { name: 'Message' }).fill('Half a question')
  await page.context().clearCookies()
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible()
  await enterKey(page, keys.API_KEY_ADMIN)
  await expect(page.getByRole('textbox', { name: 'Message' })).toHaveValue('Half a question')
})

test('a browser that keeps no cookies is signed in for as long as the tab is open', async ({ page }) => {
  await page.route('**/api/session', async (route) => {
    if (route.request().method() !== 'POST') return route.continue()
    const answer = await route.fetch()
    const { 'set-cookie': _, ...headers } = answer.headers()
    await page.context().clearCookies()
    await route.fulfill({ response: answer, headers })
  })
  await page.goto('/models')
  await enterKey(page, keys.API_KEY_ADMIN)
  await expect(page.getByLabel('Filter by name')).toBeVisible()
  await page.reload()
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible()
})

test('behind a proxy with a Basic sign-in of its own, people sign in there and here', async ({
  browser,
  dashboard,
}) => {
  await using front = await startFront(dashboard.url, { signIn: `Basic ${btoa('people:secret')}` })
  const httpCredentials = { username: 'people', password: 'secret' }
  const context = await browser.newContext({ baseURL: front.url, httpCredentials })
  const page = await context.newPage()
  await page.goto('/')
  await page.getByLabel('Key', { exact: true }).fill('wrong')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('alert')).toContainText('Invalid, expired or revoked key.')
  await enterKey(page, keys.API_KEY_ADMIN)
  await page
    .getByRole('button', { name: /^Stop / })
    .first()
    .click()
  await expect(page.getByText(/unloaded by API_KEY_ADMIN/).first()).toBeVisible()
  await page.reload()
  await expect(page.getByRole('button', { name: /^Account/ })).toBeVisible()
  await context.close()
})

test('a viewer sees all, and what it may not do says what it needs', async ({ page }) => {
  await page.goto('/')
  await enterKey(page, keys.API_KEY_VIEWER)
  const stop = page.getByRole('button', { name: /^Stop .* needs operator/ }).first()
  await expect(stop).toBeDisabled()
  const looks = await page
    .getByRole('button', { name: /^(?:Pin|Unpin|Restart) .* needs operator$/ })
    .evaluateAll((buttons) => buttons.slice(0, 2).map(({ innerHTML }) => innerHTML))
  expect(new Set(looks).size).toBe(2)

  await page.goto('/models?model=qwen3:14b')
  await expect(page.getByRole('button', { name: 'Pull a model needs operator' })).toBeDisabled()
  const drawer = page.getByRole('complementary')
  await expect(drawer.getByRole('button', { name: 'Delete needs admin' })).toBeDisabled()
  await expect(drawer).toContainText('Starting and stopping needs operator, deleting needs admin.')

  await page.getByRole('button', { name: /^Account/ }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible()
})
