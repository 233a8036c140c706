import { readFile } from 'node:fs/promises'
import { expect, test } from '../journey.ts'
import { goByKeys } from '../pages/keys.ts'
import { address, group, importDialog, save, savedOf } from '../pages/model-defaults-page.ts'

test('everything goes without a mouse, and the filters stand in the address', async ({ page }) => {
  await save(page, 'gemma3:12b', { num_ctx: 4096 })
  await page.goto('/')
  await expect(page.getByText('Loaded').first()).toBeVisible()
  await goByKeys(page, 'a')
  await expect(page.getByRole('heading', { name: 'Admin' })).toBeVisible()
  await expect(page.getByRole('link', { name: 'Settings of gpt-oss:20b' })).toBeVisible()
  await page.keyboard.press('j')
  await page.keyboard.press('j')
  await expect(page.getByRole('link', { name: 'Settings of gpt-oss:20b' })).toBeFocused()
  await page.keyboard.press('k')
  await expect(page.getByRole('link', { name: 'Settings of gemma3:12b' })).toBeFocused()

  await page.getByRole('button', { name: 'Differs 1' }).press('Enter')
  await expect(page).toHaveURL(/show=differ/)
  await page.reload()
  await expect(page.getByRole('button', { name: 'Differs 1' })).toHaveAttribute('aria-pressed', 'true')
  await expect(page.getByRole('link', { name: 'Settings of gemma3:12b' })).toBeVisible()
  await page.keyboard.press('j')
  await page.keyboard.press('Tab')
  await expect(page.getByRole('button', { name: 'Apply to gemma3:12b' })).toBeFocused()
  await page.keyboard.press('Enter')
  // The row is gone with what was filtered for; what is left says so.
  await expect(page.getByRole('heading', { name: 'No matching models' })).toBeVisible()
  await page.getByRole('button', { name: 'Clear filters' }).press('Enter')
  await expect(page).toHaveURL(new RegExp(`${address}$`))

  await page.keyboard.press('/')
  await page.keyboard.type('gpt')
  await expect(page).toHaveURL(/q=gpt/)
  await expect(page.getByRole('link', { name: /^Settings of/ })).toHaveCount(1)
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
  await page.keyboard.press('End')

  await page.getByRole('button', { name: 'Import' }).press('Enter')
  await expect(importDialog(page)).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('button', { name: 'Import' })).toBeFocused()
  await page.keyboard.press('Control+k')
  await page.keyboard.type('admin')
  await expect(page.getByRole('option', { name: 'Admin' })).toBeVisible()
})

test('a model that Ollama tells nothing of says so, and does not keep the others out', async ({ page, simulator }) => {
  simulator.faults.add({ kind: 'error', path: '/api/show', model: 'gemma3:12b' })
  await page.goto(address)
  await expect(page.getByRole('rowgroup').filter({ hasText: 'Not checked' })).toHaveCount(1)
  await expect(page.getByRole('button', { name: 'Apply to qwen3:14b' })).toBeVisible()
  // The page reads anew by itself once the GPU is known: what it is told then is over first.
  const again = page.getByRole('button', { name: 'Try again' })
  await expect(again).toBeEnabled()
  simulator.faults.clear()
  // Or it was quicker again.
  await expect(async () => {
    if (await again.isVisible()) await again.click({ timeout: 1000 })
    await expect(page.getByRole('button', { name: 'Apply to gemma3:12b' })).toBeVisible({ timeout: 2000 })
  }).toPass()
})

test('what is saved does not wait for what is recommended', async ({ page, simulator }) => {
  await save(page, 'gemma3:12b', { num_ctx: 4096 })
  simulator.faults.add({ kind: 'hang', path: '/api/show' })
  await page.goto(address)
  const saved = page.getByRole('rowgroup').filter({ hasText: 'gemma3:12b' })
  await expect(saved).toContainText('4,096')
  await expect(saved).toContainText('Loading the recommendation')
  await expect(page.getByText('Loading them for 8 models…')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Apply to all' })).toBeDisabled()
  await expect(saved).toContainText('Not checked')
  await expect(page.getByText(/^Loading/)).toHaveCount(0)
})

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true })

  test('models are cards with their differences behind them', async ({ page }) => {
    await save(page, 'gemma3:12b', { num_ctx: 4096, seed: 7 })
    await page.goto('/')
    await page.getByRole('button', { name: 'More' }).tap()
    await page.getByRole('menuitem', { name: 'Admin' }).tap()
    const cards = page.getByRole('list', { name: 'Settings of models' }).getByRole('listitem')
    await expect(cards.filter({ hasText: 'gpt-oss:20b' })).toContainText('No saved settings')
    const card = cards.filter({ hasText: 'gemma3:12b' })
    await expect(card).toContainText(/\d differs?/)
    await expect(card).toContainText('Context length 4,096 to 131,072')
    await card.getByRole('button', { name: /^gemma3:12b/ }).tap()
    await expect(card.getByRole('definition').filter({ hasText: '4,096 to 131,072' })).toContainText('trained context')
    await card.getByRole('button', { name: 'Apply to this model' }).tap()
    await expect(card).not.toContainText(/\d differs?/)
    expect(await savedOf(page, 'gemma3:12b')).toMatchObject({ settings: { num_ctx: 131_072, seed: 7 } })
  })
})

test.describe('without the rights', () => {
  const keys = {
    API_KEY_VIEWER: 'viewer-key-of-this-test',
    API_KEY_OPERATOR: 'operator-key-of-this-test',
    API_KEY_ADMIN: 'admin-key-of-this-test',
  }
  test.use({ env: keys })

  for (const role of ['viewer', 'operator'] as const) {
    test(`the ${role} sees what is saved, and what needs an admin`, async ({ page }) => {
      await page.request.post('/api/models/settings/gemma3:12b', {
        data: { temperature: 0.2 },
        headers: { authorization: `Bearer ${keys.API_KEY_OPERATOR}` },
      })
      const refused: string[] = []
      page.on('response', (response) => response.status() === 403 && refused.push(response.url()))
      await page.goto(address)
      await page.getByLabel('Key', { exact: true }).fill(`${role}-key-of-this-test`)
      await page.keyboard.press('Enter')
      await expect(page.getByRole('region', { name: 'Model defaults' })).toContainText(
        'This key can view saved settings.',
      )
      await expect(page.getByRole('button', { name: 'Apply to all needs admin' })).toBeDisabled()
      await expect(page.getByRole('button', { name: 'Import needs admin' })).toBeDisabled()
      await expect(group(page, 'gemma3:12b')).toContainText(/Temperature.*0\.2/)
      const download = page.waitForEvent('download')
      await page.getByRole('button', { name: 'Export' }).click()
      expect(JSON.parse(await readFile(await (await download).path(), 'utf8'))).toHaveProperty('gemma3:12b')
      expect(refused).toEqual([])
    })
  }
})
