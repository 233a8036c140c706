import type { Page } from '@playwright/test'
import { expect, test } from '../journey.ts'
import { sideways, violations } from '../look.ts'
import { enterKey } from '../pages/enter-key.ts'

const keys = { API_KEY_OPERATOR: 'operator-key-of-this-test', API_KEY_ADMIN: 'admin-key-of-this-test' }

test.use({ env: keys })

async function signIn(page: Page, path: string, key: string): Promise<void> {
  await page.goto(path)
  await enterKey(page, key)
}

const rows = (page: Page) => page.getByRole('table', { name: 'Sessions' }).getByRole('row')

test('a browser that is signed out by another asks for the key at once, with the reason, and comes back to what was typed', async ({
  page,
  browser,
  dashboard,
}) => {
  const context = await browser.newContext({
    baseURL: dashboard.url,
    userAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0',
  })
  const lost = await context.newPage()
  await signIn(lost, '/chat', keys.API_KEY_OPERATOR)
  await lost.getByRole('textbox', { name: 'Message' }).fill('Half a question')

  await signIn(page, '/', keys.API_KEY_OPERATOR)
  await page.getByRole('button', { name: /^Account/ }).click()
  await page.getByRole('menuitem', { name: 'Your sessions' }).click()
  await expect(rows(page).nth(1)).toContainText('This browser')
  await page.getByRole('button', { name: 'Sign out Firefox 145 on Linux of API_KEY_OPERATOR' }).click()

  await expect(lost.getByText('You were signed out.')).toBeVisible()
  await expect(rows(page)).toHaveCount(2)
  await enterKey(lost, keys.API_KEY_OPERATOR)
  await expect(lost.getByRole('textbox', { name: 'Message' })).toHaveValue('Half a question')
  await context.close()
})

test('an admin sees the browsers of all keys, and signs out all others; this one then by itself', async ({
  page,
  browser,
  dashboard,
}) => {
  const others = await Promise.all(
    [keys.API_KEY_OPERATOR, keys.API_KEY_ADMIN].map(async (key) => {
      const other = await browser.newPage({ baseURL: dashboard.url })
      await signIn(other, '/library', key)
      await expect(other.getByRole('heading', { name: 'Library' })).toBeVisible()
      return other
    }),
  )
  await signIn(page, '/admin/sessions', keys.API_KEY_ADMIN)
  await expect(rows(page)).toHaveCount(4)
  await page.getByRole('button', { name: 'Sign out 2 others' }).click()
  await page.getByRole('button', { name: 'Sign out 2', exact: true }).click()
  for (const other of others) {
    await expect(other.getByText('You were signed out.')).toBeVisible()
    await other.close()
  }
  await expect(rows(page)).toHaveCount(2)
  await page.getByRole('button', { name: /^Sign out .* of API_KEY_ADMIN$/ }).click()
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible()
  await expect(page.getByText('You were signed out.')).toBeHidden()
})

for (const [device, viewport] of [
  ['a desk', { width: 1440, height: 900 }],
  ['a phone', { width: 360, height: 740 }],
] as const) {
  test.describe(`on ${device}`, () => {
    test.use({ viewport })

    test('sessions, and the sign-in after one ended, break no rule of WCAG 2.1 AA and do not scroll sideways', async ({
      page,
      playwright,
      dashboard,
    }) => {
      const other = await playwright.request.newContext({ baseURL: dashboard.url })
      await other.post('/api/session', { headers: { 'x-api-key': keys.API_KEY_OPERATOR } })
      const look = async () => {
        expect(await violations(page)).toEqual([])
        expect(await sideways(page)).toBe(0)
      }
      await signIn(page, '/admin/sessions', keys.API_KEY_ADMIN)
      await expect(page.getByText('2 sessions', { exact: true })).toBeVisible()
      if (device === 'a phone') await page.getByRole('button', { name: /API_KEY_OPERATOR/ }).click()
      await look()
      await page.getByRole('button', { name: 'Sign out 1 other' }).click()
      await look()
      await page.getByRole('button', { name: 'Cancel' }).click()
      await page.context().clearCookies()
      await expect(page.getByText('You were signed out.')).toBeVisible()
      await look()
      await other.dispose()
    })
  })
}
