import { expect, test } from '../journey.ts'

const keys = { API_KEY_VIEWER: 'viewer-key-of-this-test', API_KEY_ADMIN: 'admin-key-of-this-test' }

test.use({ env: keys })

test('a key lets in, is forgotten on reload, and a wrong one says so', async ({ page }) => {
  await page.goto('/models?q=qwen')
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible()
  await page.getByLabel('Key', { exact: true }).fill('wrong')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByRole('alert')).toContainText('Invalid, expired or revoked key.')

  await page.getByLabel('Key', { exact: true }).fill(keys.API_KEY_ADMIN)
  await page.keyboard.press('Enter')
  // Where one wanted to go is where one arrives.
  await expect(page.getByLabel('Filter by name')).toHaveValue('qwen')
  expect(await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }))).not.toContain('admin-key')

  await page.reload()
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible()
})

test('a viewer sees all, and what it may not do says what it needs', async ({ page }) => {
  await page.goto('/')
  await page.getByLabel('Key', { exact: true }).fill(keys.API_KEY_VIEWER)
  await page.keyboard.press('Enter')
  const stop = page.getByRole('button', { name: /Stop needs operator/ }).first()
  await expect(stop).toBeDisabled()

  await page.getByRole('button', { name: /^Account/ }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible()
})
