import type { Page } from '@playwright/test'
import { expect, test } from '../journey.ts'
import { ask, replies } from '../pages/conversation.ts'

async function openPresets(page: Page) {
  await page.goto('/chat?model=llama3.2:3b')
  await page.getByRole('button', { name: /Parameters|parameters? changed/ }).click()
  await page.getByRole('button', { name: 'Presets' }).click()
  return page.getByRole('dialog', { name: 'System prompt presets' })
}

test('a system prompt is kept by one person, and chosen by another in a chat', async ({ page, browser, dashboard }) => {
  const dialog = await openPresets(page)
  await expect(dialog).toContainText('No presets yet')
  const other = await browser.newPage({ baseURL: dashboard.url })
  const listOfOther = await openPresets(other)
  await expect(listOfOther).toContainText('No presets yet')

  await page.keyboard.press('Escape')
  await page.getByRole('textbox', { name: 'System prompt' }).fill('Answer like a pirate.')
  await page.getByRole('button', { name: 'Presets' }).click()
  await dialog.getByRole('textbox', { name: 'Save the current system prompt as' }).fill('Pirate')
  await page.keyboard.press('Enter')
  await expect(dialog).toBeHidden()

  // Nobody reloads the other window.
  await listOfOther.getByRole('button', { name: /^Pirate/ }).click()
  await expect(other.getByRole('textbox', { name: 'System prompt' })).toHaveValue('Answer like a pirate.')
  await other.keyboard.press('Escape')
  await expect(other.getByRole('button', { name: '1 parameter changed' })).toBeVisible()
  const asked = other.waitForRequest((request) => request.url().endsWith('/api/chat'))
  await ask(other, 'Write 9 words')
  expect((await asked).postDataJSON()).toMatchObject({ system: 'Answer like a pirate.' })
  await expect(replies(other)).toContainText('9 out')

  await page.goto('/')
  await expect(page.getByText('Preset "Pirate" saved')).toBeVisible()
  await other.close()
})
