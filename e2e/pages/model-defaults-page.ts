import type { Page } from '@playwright/test'

export const address = '/admin/model-defaults'

export const save = (page: Page, model: string, settings: object) =>
  page.request.post(`/api/models/settings/${model}`, { data: settings })

export async function savedOf(page: Page, model: string) {
  const answer = await page.request.get(`/api/models/settings/${model}`)
  return (await answer.json()) as { source: string; settings: Record<string, unknown>; updated_at: string | null }
}

/** A model in the table: the rows of its group. */
export const group = (page: Page, model: string) =>
  page
    .getByRole('table', { name: 'Settings of models' })
    .getByRole('rowgroup')
    .filter({ has: page.getByRole('link', { name: `Settings of ${model}` }) })

export const notices = (page: Page) => page.getByRole('region', { name: 'Notifications' })

/** A notice is a dialog too, to a screen reader. */
export const importDialog = (page: Page) => page.getByRole('dialog', { name: /^Import/ })

export const upload = (text: string, name = 'model_settings.json') => ({
  name,
  mimeType: 'application/json',
  buffer: Buffer.from(text),
})

export async function choose(page: Page, button: string | RegExp, file: ReturnType<typeof upload>) {
  const chooser = page.waitForEvent('filechooser')
  await importDialog(page).getByRole('button', { name: button }).click()
  await (await chooser).setFiles(file)
}
