import { expect, test } from '../journey.ts'

test('a plan says what each setting is and what it would be, in the words of the page', async ({ page }) => {
  await page.request.post('/api/models/settings/qwen3:14b', { data: { num_ctx: 16_384, temperature: 0.8 } })
  await page.goto('/admin/model-defaults')
  await page.getByRole('button', { name: 'Import' }).click()
  const chooser = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Choose a file' }).click()
  const file = { 'qwen3:14b': { settings: { num_ctx: 4096, top_k: 5 } }, 'b:1b': { settings: { top_k: -5 } } }
  const name = 'a-very-long-name-of-a-file-of-settings-from-another-host-of-ours (2).json'
  await (await chooser).setFiles({ name, mimeType: 'application/json', buffer: Buffer.from(JSON.stringify(file)) })
  const dialog = page.getByRole('dialog')
  const planned = dialog.getByRole('listitem')
  await expect(planned.filter({ hasText: 'Replaced' })).toContainText('Context length 16,384 to 4,096')
  await expect(planned.filter({ hasText: 'Replaced' })).toContainText('Temperature 0.8, removed')
  await expect(planned.filter({ hasText: 'Replaced' })).toContainText('Top k 5')
  await expect(planned.filter({ hasText: 'Skipped' })).toContainText('Top k must be at least 0.')
  await expect(dialog.getByText('(2).json')).toBeInViewport({ ratio: 1 })
})
