import type { APIRequestContext, Page } from '@playwright/test'
import { expect, test } from '../journey.ts'
import { sideways, violations } from '../look.ts'
import { enterKey } from '../pages/enter-key.ts'

const keys = { API_KEY_VIEWER: 'viewer-key-of-this-test', API_KEY_ADMIN: 'admin-key-of-this-test' }

test.use({ env: keys })

async function openKeys(page: Page, key: string): Promise<void> {
  await page.goto('/admin/keys')
  await enterKey(page, key)
  await expect(page.getByRole('table', { name: 'API keys' })).toBeVisible()
}

const row = (page: Page, name: string) => page.getByRole('row', { name })
const fresh = (page: Page, name: string) => page.getByRole('dialog', { name: `The key for ${name}` })

/** Reads the key that is told once, and closes its dialog. */
async function takeKey(page: Page, name: string): Promise<string> {
  const key = (await fresh(page, name).getByRole('code').first().textContent()) ?? ''
  await fresh(page, name).getByRole('button', { name: 'Done' }).click()
  await fresh(page, name).getByRole('button', { name: 'Close without copying' }).click()
  return key
}

async function makeKey(page: Page, name: string, role: string): Promise<string> {
  await page.getByRole('button', { name: 'Make a key' }).click()
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill(name)
  await page.getByRole('radio', { name: role }).check()
  await page.getByRole('button', { name: 'Make key' }).click()
  return takeKey(page, name)
}

async function choose(page: Page, name: string, action: string): Promise<void> {
  await page.getByRole('button', { name: `Actions for ${name}` }).click()
  await page.getByRole('menuitem', { name: action }).click()
}

/** As a program does it, without the cookies of a page. */
async function roleOf(request: APIRequestContext, key: string): Promise<string | null> {
  const answer = await request.get('/api/models/running', { headers: { authorization: `Bearer ${key}` } })
  if (answer.status() === 401) return null
  const session = await request.get('/api/session', { headers: { authorization: `Bearer ${key}` } })
  return ((await session.json()) as { role: string | null }).role
}

test('a key is made, works, is renamed, rotated and revoked: whoever is signed in with it is signed out at once', async ({
  page,
  browser,
  dashboard,
  playwright,
}) => {
  const program = await playwright.request.newContext({ baseURL: dashboard.url })
  await openKeys(page, keys.API_KEY_ADMIN)
  const first = await makeKey(page, 'laptop', 'Operator')
  expect(await roleOf(program, first)).toBe('operator')

  const other = await browser.newPage({ baseURL: dashboard.url })
  await other.goto('/')
  await enterKey(other, first)
  await expect(other.getByRole('button', { name: 'Account: Operator · laptop' })).toBeVisible()

  // Nobody reloads the other window.
  await choose(page, 'laptop', 'Edit')
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('work laptop')
  await page.getByRole('button', { name: 'Save changes' }).click()
  await expect(other.getByRole('button', { name: 'Account: Operator · work laptop' })).toBeVisible()
  await expect(other.getByText('Key "work laptop" changed by API_KEY_ADMIN')).toBeVisible()

  await choose(page, 'work laptop', 'Rotate')
  await page.getByRole('radio', { name: 'In 1 hour' }).check()
  await page.getByRole('button', { name: 'Rotate key' }).click()
  const second = await takeKey(page, 'work laptop')
  await expect(row(page, 'work laptop')).toContainText('Rotating')
  expect(second).not.toBe(first)
  expect(await roleOf(program, first)).toBe('operator')
  expect(await roleOf(program, second)).toBe('operator')

  await page.getByRole('button', { name: 'Revoke work laptop' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke work laptop' }).click()
  await expect(other.getByRole('heading', { name: 'Sign in' })).toBeVisible()
  await expect(row(page, 'work laptop')).toBeHidden()
  await expect(page.getByRole('button', { name: 'Show 1 revoked' })).toBeVisible()
  expect(await roleOf(program, first)).toBeNull()
  expect(await roleOf(program, second)).toBeNull()
  await other.close()
  await program.dispose()
})

test('whoever rotates the key that they are signed in with sees the new one, and stays signed in', async ({ page }) => {
  await openKeys(page, keys.API_KEY_ADMIN)
  const key = await makeKey(page, 'mine', 'Admin')
  await page.context().clearCookies()
  await page.reload()
  await enterKey(page, key)
  await expect(row(page, 'mine')).toContainText('This session')
  await choose(page, 'mine', 'Rotate')
  await page.getByRole('radio', { name: 'At once' }).check()
  await page.getByRole('button', { name: 'Rotate key' }).click()
  await expect(fresh(page, 'mine')).toBeVisible()
  await takeKey(page, 'mine')
  await page.reload()
  await expect(row(page, 'mine')).toContainText('This session')
})

test('a viewer is told what is missing', async ({ page }) => {
  await page.goto('/admin/keys')
  await enterKey(page, keys.API_KEY_VIEWER)
  await expect(page.getByRole('button', { name: 'Make a key needs admin' })).toBeDisabled()
  await expect(page.getByText('Needs admin', { exact: true })).toBeVisible()
  await page.getByRole('link', { name: 'Model defaults' }).click()
  await expect(page).toHaveURL(/model-defaults$/)
})

for (const [device, viewport] of [
  ['a desk', { width: 1440, height: 900 }],
  ['a phone', { width: 360, height: 740 }],
] as const) {
  test.describe(`on ${device}`, () => {
    test.use({ viewport })

    test('keys and what asks about them break no rule of WCAG 2.1 AA, and nothing scrolls sideways', async ({
      page,
    }) => {
      const key = { name: 'nightly-embeddings-of-the-whole-search-team', role: 'operator' }
      await page.request.post('/api/keys', {
        data: { ...key, expires_at: new Date(Date.now() + 3 * 86_400_000).toISOString() },
        headers: { authorization: `Bearer ${keys.API_KEY_ADMIN}` },
      })
      const look = async () => {
        expect(await violations(page)).toEqual([])
        expect(await sideways(page)).toBe(0)
      }
      await page.goto('/admin/keys')
      await enterKey(page, keys.API_KEY_ADMIN)
      await expect(page.getByText('3 keys · 1 expires within 7 days')).toBeVisible()
      const card = page.getByRole('button', { name: new RegExp(`^${key.name}`) })
      if (device === 'a phone') await card.click()
      await look()
      await page.getByRole('button', { name: 'Revoke' }).last().click()
      await look()
      await page.getByRole('button', { name: 'Cancel' }).click()
      await page.getByRole('button', { name: 'Make a key' }).click()
      await page.getByRole('radio', { name: 'A date' }).check()
      await page.getByRole('textbox', { name: 'Name', exact: true }).fill('phone')
      await page.getByRole('button', { name: 'Make key' }).click()
      await expect(page.getByText('Choose a day from today on.')).toBeVisible()
      await look()
      await page.getByRole('radio', { name: 'Never' }).check()
      await page.getByRole('button', { name: 'Make key' }).click()
      await expect(fresh(page, 'phone')).toBeVisible()
      await page.keyboard.press('Escape')
      await look()
    })
  })
}
