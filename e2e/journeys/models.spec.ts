import { expect, test } from '../journey.ts'

const longName = 'hf.co/unsloth/Qwen3-30B-A3B-Instruct-2507-GGUF:Q4_K_M'

test('filters stand in the address, survive a reload and come off again', async ({ page }) => {
  await page.goto('/models')
  const rows = page.getByRole('row').filter({ has: page.getByRole('button', { name: /^Details of/ }) })
  await expect(rows).toHaveCount(8)
  await page.getByRole('button', { name: /^Reasoning/ }).click()
  await expect(rows).toHaveCount(2)
  await page.getByLabel('Filter by name').fill('gpt')
  await expect(rows).toHaveCount(1)
  await expect(page).toHaveURL(/q=gpt/)
  await expect(page).toHaveURL(/can=/)

  await page.reload()
  await expect(rows).toHaveCount(1)
  await expect(page.getByLabel('Filter by name')).toHaveValue('gpt')
  await expect(page.getByRole('button', { name: /^Reasoning/ })).toHaveAttribute('aria-pressed', 'true')

  await page.getByLabel('Filter by name').fill('no such model')
  await page.getByRole('button', { name: 'Clear filters' }).click()
  await expect(rows).toHaveCount(8)
  await expect(page).toHaveURL(/\/models$/)
})

test('the drawer opens by address, shows each tab, and the way back leads through them and closes it', async ({
  page,
}) => {
  await page.goto('/models')
  await page.getByRole('button', { name: 'Details of qwen3:14b' }).click()
  const drawer = page.getByRole('complementary', { name: 'Details of qwen3:14b' })
  await expect(drawer).toContainText('40,960 tokens')
  await expect(page).toHaveTitle('qwen3:14b · Models · Ollama Dashboard')
  await drawer.getByRole('tab', { name: 'Memory' }).click()
  await expect(page).toHaveURL(/tab=memory/)
  await expect(drawer.getByRole('row').filter({ hasText: '16,384' })).toContainText('Fits')
  await drawer.getByRole('tab', { name: 'Raw' }).click()
  await expect(drawer).toContainText('"quantization_level": "Q4_K_M"')
  await page.reload()
  await expect(drawer.getByRole('tab', { name: 'Raw' })).toHaveAttribute('aria-selected', 'true')
  await page.goBack()
  await expect(drawer.getByRole('tab', { name: 'Memory' })).toHaveAttribute('aria-selected', 'true')
  await page.goBack()
  await expect(drawer.getByRole('tab', { name: 'At a glance' })).toHaveAttribute('aria-selected', 'true')
  await page.goBack()
  await expect(drawer).toBeHidden()
})

test('how fast a model is here is measured on demand, and told by the hour', async ({ page }) => {
  await page.goto('/models?model=llama3.2:3b&tab=performance')
  const drawer = page.getByRole('complementary', { name: 'Details of llama3.2:3b' })
  await expect(drawer).toContainText('No requests in the last 30 days.')
  await drawer.getByRole('button', { name: 'Measure' }).click()
  await expect(drawer.getByText('Of 1 request', { exact: true })).toBeVisible()
  await expect(drawer.getByRole('img', { name: /tokens per second since/ })).toBeVisible()
  await drawer.getByRole('button', { name: 'Measure' }).click()
  await expect(drawer.getByText('Of 2 requests', { exact: true })).toBeVisible()
  // An hour that ended between the two has a row of its own.
  const hours = drawer.getByRole('row').filter({ has: page.getByRole('cell') })
  const requests = () =>
    hours.evaluateAll((rows) => rows.reduce((sum, { children }) => sum + Number(children[1]?.textContent), 0))
  await expect.poll(requests).toBe(2)
  await page.reload()
  await expect(drawer.getByText('Of 2 requests', { exact: true })).toBeVisible()
})

test('the drawer follows from model to model, and the focus stays in the list', async ({ page }) => {
  await page.goto('/models')
  const open = (name: string) => page.getByRole('button', { name: `Details of ${name}` })
  const drawer = (name: string) => page.getByRole('complementary', { name: `Details of ${name}` })
  await open('qwen3:14b').press('Enter')
  await expect(drawer('qwen3:14b')).toBeFocused()
  await expect(drawer('qwen3:14b')).toContainText('40,960 tokens')
  await page.keyboard.press('j')
  await expect(open('qwen3:14b')).toBeFocused()
  await page.keyboard.press('k')
  await expect(open('nomic-embed-text:latest')).toBeFocused()
  await expect(drawer('nomic-embed-text:latest')).toContainText('2,048 tokens')
  await expect(open('nomic-embed-text:latest')).toBeFocused()

  // What had the focus in the drawer is gone with its model.
  await drawer('nomic-embed-text:latest').getByRole('button', { name: 'Copy name' }).focus()
  await page.keyboard.press('Control+k')
  await page.getByRole('option', { name: /^qwen3 ?:14b/ }).click()
  await expect(drawer('qwen3:14b')).toContainText('40,960 tokens')
  await expect(drawer('qwen3:14b')).toBeFocused()

  // Escape closes it from the list as well.
  await page.keyboard.press('j')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('complementary')).toBeHidden()
})

test(`${longName} works everywhere`, async ({ page, simulator }) => {
  await page.goto('/models')
  await page.getByRole('button', { name: `Start ${longName}` }).click()
  await expect(page.getByRole('row').filter({ hasText: 'Qwen3-30B' })).toContainText('Loaded')
  expect(simulator.loads.at(-1)?.model).toBe(longName)
  await page.getByRole('button', { name: `Details of ${longName}` }).click()
  const drawer = page.getByRole('complementary', { name: `Details of ${longName}` })
  await expect(drawer).toContainText('262,144 tokens')
  await page.reload()
  await expect(drawer).toContainText(`ollama run ${longName}`)
  await drawer.getByRole('button', { name: 'Stop' }).click()
  await expect(drawer.getByRole('button', { name: 'Start' })).toBeVisible()
})

test('a model that does not exist says so in the drawer', async ({ page }) => {
  await page.goto('/models?model=absent:latest')
  await expect(page.getByRole('complementary')).toContainText('absent:latest')
  await expect(page.getByRole('complementary').getByRole('alert')).toBeVisible()
})

test('the menu of a model leads to a chat with it, and pins it', async ({ page }) => {
  await page.goto('/models')
  const menu = page.getByRole('button', { name: 'Actions for qwen3:14b' })
  await menu.click()
  await page.getByRole('menuitem', { name: 'Pin in memory' }).click()
  await expect(page.getByRole('region', { name: 'Notifications' })).toContainText('qwen3:14b is pinned.')
  await menu.click()
  await expect(page.getByRole('menuitem', { name: 'Unpin' })).toBeVisible()
  await page.getByRole('menuitem', { name: 'Chat' }).click()
  await expect(page).toHaveURL(/\/chat\?model=qwen3(?::|%3A)14b/)
  await expect(page.getByRole('textbox', { name: 'Message' })).toBeVisible()
})
