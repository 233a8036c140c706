import { expect, test } from '../journey.ts'

const model = 'llama3.2:3b'

test('every change is in the history of a model, from wherever it was made, and an earlier state comes back', async ({
  page,
}) => {
  // As another program does.
  const save = (data: object) => page.request.post(`/api/models/settings/${model}`, { data })
  await save({ temperature: 0.3, top_k: 30 })
  await page.goto(`/models?model=${model}&tab=settings`)
  const drawer = page.getByRole('complementary', { name: `Settings of ${model}` })
  const field = (label: string) => drawer.getByRole('textbox', { name: label })
  const change = (index: number) => drawer.getByRole('listitem').nth(index)
  await drawer.getByRole('tab', { name: 'History' }).click()
  await expect(page).toHaveURL(/tab=history/)
  await expect(change(0)).toContainText('Saved')
  await expect(change(0).getByRole('row', { name: 'Temperature Not saved 0.3' })).toBeVisible()

  await save({ temperature: 0.9, top_k: null })
  await expect(change(0).getByRole('row', { name: 'Temperature 0.3 0.9' })).toBeVisible()
  await expect(change(0).getByRole('row', { name: 'Top k 30 Not saved' })).toBeVisible()

  const restore = change(1).getByRole('button', { name: /^Restore these settings/ })
  await restore.focus()
  await page.keyboard.press('Enter')
  await expect(drawer).toContainText('2 unsaved changes')
  await expect(restore).toBeFocused()
  await drawer.getByRole('tab', { name: 'Settings' }).click()
  await expect(field('Temperature')).toHaveValue('0.3')
  await expect(field('Top k')).toHaveValue('30')
  await drawer.getByRole('button', { name: 'Save', exact: true }).click()
  await page
    .getByRole('dialog')
    .filter({ hasText: `Settings of ${model} saved` })
    .getByRole('button', { name: 'Undo' })
    .click()

  await page.goBack()
  await expect(change(0)).toContainText('Change undone')
  await expect(change(3).getByRole('row', { name: 'Temperature Not saved 0.3' })).toBeVisible()
  await page.reload()
  await expect(change(3)).toContainText('Saved')
})
