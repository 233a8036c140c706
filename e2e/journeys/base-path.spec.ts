import { expect, test } from '../journey.ts'
import { ask, replies } from '../pages/conversation.ts'

test.use({ env: { BASE_PATH: '/dash' } })

test('the dashboard works under a path of its host: pages, links, requests, events and a reload', async ({ page }) => {
  const foreign: string[] = []
  page.on('request', (request) => {
    const { pathname, protocol } = new URL(request.url())
    if (protocol === 'http:' && !pathname.startsWith('/dash')) foreign.push(pathname)
  })
  await page.goto('/dash/')
  await page.getByRole('link', { name: 'Models' }).first().click()
  await expect(page).toHaveURL(/\/dash\/models/)
  await expect(page.getByText('qwen3:14b').first()).toBeVisible()

  await page.goto('/dash/admin/model-defaults')
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await page.reload()
  await expect(page).toHaveURL(/\/dash\/admin\/model-defaults/)
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()

  await page.goto('/dash/chat?model=llama3.2:3b')
  await ask(page, 'Write 12 words')
  await expect(replies(page)).toContainText('12 out')
  await expect(page).toHaveURL(/\/dash\/chat\/[\w-]+/)
  await page.reload()
  await expect(replies(page)).toContainText('12 out')
  expect(foreign).toEqual([])
})
