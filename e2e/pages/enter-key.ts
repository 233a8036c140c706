import type { Page } from '@playwright/test'

/** Signs in, on the page that asks for a key. */
export async function enterKey(page: Page, key: string): Promise<void> {
  await page.getByLabel('Key', { exact: true }).fill(key)
  await page.keyboard.press('Enter')
}
