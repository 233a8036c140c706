import type { Page } from '@playwright/test'
import { expect, test } from '../journey.ts'
import { drawerOf, field, settingsOf } from '../pages/settings-drawer.ts'

const model = 'llama3.2:3b'
const settings = settingsOf(model)

/** As another program does. */
const save = (page: Page, data: object) => page.request.post(`/api/models/settings/${model}`, { data })

test('when somebody else saves, untouched fields follow and edited ones stay', async ({ page }) => {
  await page.goto(settings)
  await field(page, 'Temperature').fill('0.3')
  await save(page, { temperature: 1, top_k: 12 })
  await expect(field(page, 'Top k')).toHaveValue('12')
  await expect(field(page, 'Temperature')).toHaveValue('0.3')
  const drawer = drawerOf(page, model)
  await expect(drawer).toContainText('Saved value 1,')
  await expect(drawer).toContainText('1 unsaved change')
})

test('what somebody else saved over the same field is told, and either value can be chosen', async ({ page }) => {
  await page.goto(settings)
  const drawer = drawerOf(page, model)
  await field(page, 'Temperature').fill('0.3')
  await field(page, 'Top k').fill('30')
  await expect(drawer).toContainText('2 unsaved changes')
  await expect(drawer).not.toContainText('Changed by someone else')
  await save(page, { temperature: 0.9, top_k: 12 })
  await expect(drawer).toContainText('Changed by someone else while you edited: 0.9.')
  await drawer.getByRole('button', { name: 'Keep my Temperature' }).click()
  await expect(field(page, 'Temperature')).toBeFocused()
  await drawer.getByRole('button', { name: 'Use their Top k' }).click()
  await expect(field(page, 'Top k')).toHaveValue('12')
  await expect(drawer).not.toContainText('Changed by someone else')
  await expect(drawer).toContainText('1 unsaved change')
  await drawer.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(drawer).not.toContainText('unsaved')
  // What one saved oneself was changed by nobody else.
  await field(page, 'Temperature').fill('0.4')
  await expect(drawer).toContainText('Saved value 0.3,')
  await expect(drawer).not.toContainText('Changed by someone else')
})

test('what somebody saved while the page was out of sight is there when it is looked at again', async ({ page }) => {
  const setHidden = (isHidden: boolean) =>
    page.evaluate((isHidden) => {
      Object.defineProperty(document, 'hidden', { value: isHidden, configurable: true })
      Object.defineProperty(document, 'visibilityState', { value: isHidden ? 'hidden' : 'visible', configurable: true })
      document.dispatchEvent(new Event('visibilitychange'))
    }, isHidden)
  await page.goto(settings)
  await expect(field(page, 'Top k')).toHaveValue('')
  // It follows what happens by now.
  await save(page, { top_k: 11 })
  await expect(field(page, 'Top k')).toHaveValue('11')

  await setHidden(true)
  await save(page, { top_k: 12 })
  await setHidden(false)
  await expect(field(page, 'Top k')).toHaveValue('12')
})
