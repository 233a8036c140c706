import { expect, test } from '../journey.ts'

test('the way back undoes the range of Monitor, and passes over curves and table', async ({ page }) => {
  await page.goto('/models')
  await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Monitor' }).click()
  const range = (name: string) => page.getByRole('group', { name: 'Range' }).getByRole('button', { name })
  await range('24 h').click()
  await expect(range('24 h')).toHaveAttribute('aria-pressed', 'true')
  await page.getByRole('button', { name: 'As table' }).click()
  await expect(page).toHaveURL(/table=true/)
  await page.goBack()
  await expect(range('15 m')).toHaveAttribute('aria-pressed', 'true')
  await page.goBack()
  await expect(page).toHaveURL(/\/models/)
})
