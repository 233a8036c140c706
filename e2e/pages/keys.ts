import type { Page } from '@playwright/test'

/** `g` and a letter at once: a computer that is busy might take longer for two than the page waits for the second. */
export const goByKeys = async (page: Page, letter: string): Promise<void> => {
  await Promise.all([page.keyboard.press('g'), page.keyboard.press(letter)])
}
