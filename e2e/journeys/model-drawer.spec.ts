import { expect, test } from '../journey.ts'

test('a model for embeddings is neither measured nor talked to, and another leads to its chat', async ({ page }) => {
  await page.goto('/models?model=nomic-embed-text:latest&tab=performance')
  const drawer = page.getByRole('complementary')
  await expect(drawer).toContainText('Embedding models generate no text, so there is nothing to measure.')
  await expect(drawer.getByRole('button', { name: 'Measure' })).toHaveCount(0)
  await expect(drawer.getByRole('link', { name: 'Chat' })).toHaveCount(0)

  await page.goto('/models?model=llama3.2:3b&tab=memory')
  await expect(drawer).toContainText(/Fits: needs [\d.]+ GiB with [\d,]+ tokens/)
  await drawer.getByRole('link', { name: 'Chat' }).click()
  await expect(page).toHaveURL(/\/chat\?.*model=llama3\.2/)
})

test('whatever is open beside it, the page is as high as the window', async ({ page }) => {
  const height = () => page.evaluate(() => document.documentElement.scrollHeight - innerHeight)
  for (const first of ['', '&tab=settings']) {
    await page.goto(`/models?model=qwen3:14b${first}`)
    const tabs = page.getByRole('complementary').getByRole('tab')
    await expect(tabs.first()).toBeVisible()
    for (const tab of await tabs.all()) {
      await tab.click()
      await expect(page.getByRole('tabpanel')).toBeVisible()
      await expect.poll(height).toBe(0)
    }
  }
})

test.describe('in forced colours', () => {
  test.use({ contextOptions: { forcedColors: 'active' } })

  test('one tab alone is marked, and the bar of memory keeps its blocks', async ({ page }) => {
    await page.goto('/models?model=qwen3:14b&tab=settings')
    await expect(page.getByRole('tab')).toHaveCount(3)
    const edges = await page
      .getByRole('tab')
      .evaluateAll((tabs) => tabs.map((tab) => getComputedStyle(tab).borderBottomColor))
    expect(new Set(edges).size).toBe(2)
    const blocks = page.getByRole('img', { name: /^qwen3:14b/ }).locator('div')
    await expect(blocks.first()).toHaveCSS('forced-color-adjust', 'none')
  })
})
