import { expect, test } from '../journey.ts'
import { drawerOf, field, settingsOf, small, undo } from '../pages/settings-drawer.ts'

test('what is not saved survives the drawer, other models and other pages, and is asked for before it is lost', async ({
  page,
}) => {
  await page.goto(settingsOf(small))
  await field(page, 'Temperature').fill('0.3')
  await field(page, 'Temperature').press('Escape')
  await expect(drawerOf(page, small)).toBeHidden()
  await expect(page.getByRole('row').filter({ hasText: small })).toContainText('Not saved yet')

  await page.getByRole('link', { name: 'Library' }).click()
  await page.getByRole('link', { name: 'Models' }).click()
  await page.getByRole('button', { name: 'Actions for qwen3:14b' }).click()
  await page.getByRole('menuitem', { name: 'Settings' }).click()
  await expect(field(page, 'Temperature')).toHaveValue('')
  await page.getByRole('button', { name: `Settings of ${small}` }).click()
  await expect(field(page, 'Temperature')).toHaveValue('0.3')

  const asked = new Promise<string>((tell) => {
    page.once('dialog', (dialog) => {
      tell(dialog.type())
      void dialog.dismiss()
    })
  })
  void page.reload().catch(() => undefined)
  expect(await asked).toBe('beforeunload')
  await expect(field(page, 'Temperature')).toHaveValue('0.3')

  const drawer = drawerOf(page, small)
  await drawer.getByRole('button', { name: 'Discard' }).click()
  await expect(field(page, 'Temperature')).toHaveValue('')
  await expect(drawer).toBeFocused()
  await undo(page, 'discarded')
  await expect(field(page, 'Temperature')).toHaveValue('0.3')
})

test('what is invalid says so as one types and cannot be saved', async ({ page }) => {
  await page.goto(settingsOf(small))
  const drawer = drawerOf(page, small)
  await field(page, 'Temperature').fill('3')
  await expect(drawer).toContainText('Between 0 and 2.')
  await expect(field(page, 'Temperature')).toHaveAttribute('aria-invalid', 'true')
  await expect(drawer.getByRole('button', { name: 'Save', exact: true })).toBeDisabled()
  await field(page, 'Temperature').fill('1')
  await field(page, 'Keep alive').fill('soon')
  await expect(drawer).toContainText('Keep alive is invalid.')
  await field(page, 'Keep alive').fill('1h')
  await drawer.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(field(page, 'Keep alive')).toHaveValue('1h')
  await expect(drawer.getByRole('button', { name: 'Save', exact: true })).toBeHidden()
})

test('settings are reset, and removed, and each can be undone', async ({ page, dashboard }) => {
  const saved = async () =>
    ((await (await page.request.get(`${dashboard.url}/api/models/settings/${small}`)).json()) as { settings: object })
      .settings
  const before = { temperature: 0.3, num_ctx: 2048 }
  await page.request.post(`${dashboard.url}/api/models/settings/${small}`, { data: before })
  await page.goto(settingsOf(small))
  const drawer = drawerOf(page, small)
  await drawer.getByRole('tab', { name: /^Compare with recommended/ }).click()
  await expect(page).toHaveURL(/tab=difference/)
  await expect(drawer.getByRole('row').filter({ hasText: 'Context length' })).toContainText('2,048')
  await drawer.getByRole('button', { name: 'Apply all recommended' }).click()
  await expect(drawer).toContainText('No differences')
  expect(await saved()).toEqual(before)
  await drawer.getByRole('button', { name: 'Discard' }).click()

  await drawer.getByRole('button', { name: 'Reset to recommended' }).click()
  const dialog = page.getByRole('dialog', { name: `Reset ${small} to recommended?` })
  await expect(dialog.getByRole('row').filter({ hasText: 'Temperature' })).toContainText('0.6')
  await dialog.getByRole('button', { name: 'Reset' }).click()
  await expect(dialog).toBeHidden()
  await expect.poll(saved).toMatchObject({ temperature: 0.6 })
  await undo(page, 'reset to recommended')
  await expect.poll(saved).toEqual(before)

  await drawer.getByRole('tab', { name: 'Settings' }).click()
  // What is removed next, and brought back, is what the form knows to be saved.
  await expect(field(page, 'Temperature')).toHaveValue('0.3')
  await drawer.getByRole('button', { name: 'Remove saved settings' }).click()
  await expect.poll(saved).toEqual({})
  await undo(page, `Settings of ${small} removed`)
  await expect.poll(saved).toEqual(before)
  await expect(field(page, 'Temperature')).toHaveValue('0.3')
})
