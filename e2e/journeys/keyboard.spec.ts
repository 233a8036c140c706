import type { Locator } from '@playwright/test'
import { expect, test } from '../journey.ts'
import { chatList, field, log } from '../pages/conversation.ts'
import { goByKeys } from '../pages/keys.ts'

test('everything goes without a mouse', async ({ page }) => {
  await page.goto('/')
  await expect(page.getByText('Loaded').first()).toBeVisible()
  await page.keyboard.press('Tab')
  await expect(page.getByRole('link', { name: 'Skip to content' })).toBeFocused()

  await goByKeys(page, 'm')
  await expect(page.getByRole('heading', { name: 'Models', exact: true })).toBeVisible()
  await expect(page.getByLabel('Filter by name')).toBeVisible()
  await page.keyboard.press('/')
  await expect(page.getByLabel('Filter by name')).toBeFocused()
  await page.keyboard.type('llama')
  await expect(page.getByRole('button', { name: /^Details of/ })).toHaveCount(2)
  await page.keyboard.press('Enter')
  await page.keyboard.press('Tab')

  await page.keyboard.press('j')
  await page.keyboard.press('Enter')
  const drawer = page.getByRole('complementary')
  await expect(drawer).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(drawer).toBeHidden()

  await page.keyboard.press('Control+k')
  await expect(page.getByRole('combobox')).toBeFocused()
  await page.keyboard.type('start llama3.2')
  await expect(page.getByRole('option').first()).toContainText(/^Start/)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('row').filter({ hasText: 'llama3.2:3b' })).toContainText('Loaded')

  await page.keyboard.press('Control+k')
  await expect(page.getByRole('combobox')).toBeFocused()
  await page.keyboard.type('stop llama3.2')
  await expect(page.getByRole('option').first()).toContainText(/frees .* of VRAM/)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('row').filter({ hasText: 'llama3.2:3b' })).not.toContainText('Loaded')

  await page.keyboard.press('?')
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeHidden()
})

test('the Enter and the Escape of an input method, as Safari tells of them, neither send nor rename nor close', async ({
  page,
}) => {
  const messages = [{ role: 'user', content: 'About llamas' }]
  await page.request.post('/api/chat/history', { data: { model: 'llama3.2:3b', messages } })
  await page.goto('/chat')
  const compose = async (where: Locator) => {
    for (const key of ['Enter', 'Escape']) await where.dispatchEvent('keydown', { key, keyCode: 229, bubbles: true })
  }
  await field(page).fill('ラマ')
  await compose(field(page))

  await chatList(page).getByRole('button', { name: 'Actions for About llamas' }).click()
  await page.getByRole('menuitem', { name: 'Rename' }).click()
  const title = page.getByRole('textbox', { name: 'New title of About llamas' })
  await title.fill('ラマ')
  await compose(title)
  await expect(title).toHaveValue('ラマ')
  await title.press('Enter')
  await expect(chatList(page).getByRole('link', { name: 'ラマ' })).toBeVisible()

  await expect(field(page)).toHaveValue('ラマ')
  await field(page).press('Enter')
  await expect(log(page).getByText('ラマ')).toHaveCount(1)
})
