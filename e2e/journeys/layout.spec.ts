import type { Locator } from '@playwright/test'
import { expect, test } from '../journey.ts'
import { chatList } from '../pages/conversation.ts'

const long = 'hf.co/unsloth/Qwen3-30B-A3B-Instruct-2507-GGUF:Q4_K_M'

async function boxOf(locator: Locator) {
  const box = await locator.boundingBox()
  if (!box) throw new Error('It is not drawn.')
  return box
}

test.describe('on a desk', () => {
  test.use({ viewport: { width: 1440, height: 900 } })

  test('a name with its whole namespace has the room that there is', async ({ page }) => {
    await page.goto('/models')
    const name = page.getByRole('row').filter({ hasText: 'Qwen3-30B' }).getByTitle(long, { exact: true })
    await expect(name).toBeVisible()
    const cut = await name.evaluate((element) =>
      [...element.children].filter((part) => part.scrollWidth > part.clientWidth + 1).map((part) => part.textContent),
    )
    expect(cut).toEqual([])
  })

  test('a model has one colour on every page, whichever is the first, and after a reload', async ({
    page,
    browser,
  }) => {
    const colourOf = (row: Locator) =>
      row
        .locator('[style*="--id-"]')
        .first()
        .evaluate((mark) => getComputedStyle(mark).backgroundColor)
    await page.goto('/')
    const running = page.getByRole('region', { name: 'Running models' }).getByRole('listitem')
    const shown = running.filter({ hasText: 'nomic-embed-text' })
    await expect(shown).toBeVisible()
    const elsewhere = await browser.newPage()
    await elsewhere.goto(new URL('/models', page.url()).href)
    const colour = await colourOf(elsewhere.getByRole('row').filter({ hasText: 'nomic-embed-text' }))
    await elsewhere.close()
    await expect.poll(() => colourOf(shown)).toBe(colour)
    // Here an older model comes in that has the same colour by itself.
    await page.getByRole('button', { name: 'Start a model' }).click()
    await expect(page.getByRole('option').filter({ hasText: 'llama3.1:8b' })).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(page.getByRole('button', { name: 'Start a model' })).toBeFocused()
    expect(await colourOf(shown)).toBe(colour)
    await page.goto('/models')
    const listed = page.getByRole('row')
    expect(await colourOf(listed.filter({ hasText: 'nomic-embed-text' }))).toBe(colour)
    expect(await colourOf(listed.filter({ hasText: 'llama3.1:8b' }))).not.toBe(colour)
  })

  test('what deletes all chats stands apart from them', async ({ page }) => {
    const messages = [{ role: 'user', content: 'About llamas' }]
    await page.request.post('/api/chat/history', { data: { model: 'llama3.2:3b', messages } })
    await page.goto('/chat')
    const last = await boxOf(chatList(page).getByRole('link', { name: /About llamas/ }))
    const all = await boxOf(page.getByRole('button', { name: 'Delete all' }))
    expect(all.y - (last.y + last.height)).toBeGreaterThan(100)
  })
})

test.describe('on a wide screen', () => {
  test.use({ viewport: { width: 2560, height: 1440 } })

  test('the list of models takes the room, and leaves no hole beside a drawer', async ({ page }) => {
    await page.goto('/models')
    const list = page.getByRole('table', { name: 'Installed models' })
    expect((await boxOf(list)).width).toBeGreaterThan(1500)
    await page.getByRole('button', { name: 'Details of qwen3:14b' }).click()
    const drawer = page.getByRole('complementary')
    await expect(drawer).toBeVisible()
    const [left, right] = [await boxOf(list), await boxOf(drawer)]
    expect(right.x - (left.x + left.width)).toBeLessThan(64)
  })
})

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 } })

  test('what deletes a model that runs is not the largest thing to press', async ({ page }) => {
    await page.goto('/models?model=qwen3:14b')
    const drawer = page.getByRole('complementary', { name: 'Details of qwen3:14b' })
    const stop = await boxOf(drawer.getByRole('button', { name: 'Stop' }))
    const remove = await boxOf(drawer.getByRole('button', { name: 'Delete', exact: true }))
    expect(remove.width).toBeLessThanOrEqual(stop.width)
    expect(remove.width).toBeLessThan(195)
  })
})

test.describe('at the door', () => {
  test.use({ env: { API_KEY_ADMIN: 'the-admin-key' } })

  test('a field with a wrong key has one ring, and it is red', async ({ page }) => {
    await page.goto('/')
    const field = page.getByRole('textbox', { name: 'Key' }).or(page.locator('input[name=key]')).first()
    const ring = () => field.evaluate((input) => getComputedStyle(input.parentElement ?? input).boxShadow)
    await field.focus()
    const usual = await ring()
    await field.fill('wrong')
    await page.keyboard.press('Enter')
    await expect(page.getByText(/Invalid, expired or revoked key/)).toBeVisible()
    await field.focus()
    expect(await ring()).not.toBe(usual)
    expect(await field.evaluate((input) => getComputedStyle(input).outlineStyle)).toBe('none')
  })
})
