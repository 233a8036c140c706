import { expect, test } from '../journey.ts'

test('a browser of a language that no standard knows draws curves too', async ({ page }) => {
  await page.addInitScript(() =>
    Object.defineProperty(Navigator.prototype, 'language', { get: () => 'en-US@posix', configurable: true }),
  )
  await page.goto('/monitor')
  await expect(page.getByRole('region', { name: 'Load, %' }).locator('canvas')).toBeVisible()
})
