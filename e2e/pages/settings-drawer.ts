import type { Page } from '@playwright/test'

export const small = 'llama3.2:3b'

export const settingsOf = (model: string) => `/models?model=${model}&tab=settings`

export const drawerOf = (page: Page, model: string) => page.getByRole('complementary', { name: `Settings of ${model}` })

/** Takes back what the notice of these words tells of. */
export const undo = (page: Page, words: string) =>
  page.getByRole('dialog').filter({ hasText: words }).getByRole('button', { name: 'Undo' }).click()

export const field = (page: Page, label: string) => page.getByRole('textbox', { name: label })
