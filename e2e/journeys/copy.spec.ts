import { expect, test } from '../journey.ts'

const model = 'llama3.2:3b'

// By another name than that of this machine a dashboard without a key does not answer.
test.use({ env: { API_KEY_ADMIN: 'admin-key-of-this-test' } })

// Browsers give the clipboard to pages from this machine and to TLS alone; most dashboards at home are neither.
test('what a page copies over plain http is on the clipboard', async ({ page, dashboard }) => {
  const address = new URL(dashboard.url)
  // Leads here as well, and is no address that a browser trusts.
  address.hostname = '0.0.0.0'
  await page.goto(`${address.origin}/models`)
  await page.getByLabel('Key', { exact: true }).fill('admin-key-of-this-test')
  await page.keyboard.press('Enter')
  expect(await page.evaluate(() => isSecureContext)).toBe(false)

  const pasted = page.getByLabel('Filter by name')
  const expectPasted = async (text: string) => {
    await pasted.fill('')
    await pasted.press('ControlOrMeta+v')
    await expect(pasted).toHaveValue(text)
    await pasted.fill('')
  }
  const actions = page.getByRole('button', { name: `Actions for ${model}` })
  await actions.click()
  await page.getByRole('menuitem', { name: 'Copy ollama run' }).click()
  await expect(page.getByText(`ollama run ${model} copied`)).toBeVisible()
  await expectPasted(`ollama run ${model}`)

  await page.getByRole('button', { name: `Details of ${model}` }).click()
  await page.getByRole('button', { name: 'Copy name' }).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: 'Copied' })).toBeFocused()
  await expectPasted(model)
})
