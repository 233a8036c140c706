import { expect, test } from '../journey.ts'

test('while nobody knows yet who asks, the page has its shape and its place in the frame', async ({ page }) => {
  let answer = () => {}
  const held = new Promise<void>((resolve) => {
    answer = resolve
  })
  await page.route('**/api/session', async (route) => {
    await held
    await route.continue()
  })
  await page.goto('/models')
  await expect(page.locator('[aria-current=page]').getByText('Models').locator('visible=true')).toBeVisible()
  await expect(page.locator('[aria-label=Loading]')).toBeVisible()
  answer()
  await expect(page.getByRole('button', { name: 'Details of qwen3:14b' })).toBeVisible()
})
