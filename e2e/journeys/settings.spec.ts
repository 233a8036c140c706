import { test as base } from '@playwright/test'
import { startDashboard } from '../dashboard.ts'
import { freePort } from '../free-port.ts'
import { expect, test } from '../journey.ts'
import { drawerOf, field, settingsOf, small } from '../pages/settings-drawer.ts'

const large = 'hf.co/unsloth/Qwen3-30B-A3B-Instruct-2507-GGUF:Q4_K_M'

test('a context is set and saved, and the restarted model has it', async ({ page, simulator }) => {
  const contextInMemory = async () => {
    const { models } = (await (await fetch(`${simulator.url}/api/ps`)).json()) as {
      models: { name: string; context_length: number }[]
    }
    return models.find(({ name }) => name === small)?.context_length
  }
  await page.goto(`/models?model=${small}`)
  const details = page.getByRole('complementary', { name: `Details of ${small}` })
  await details.getByRole('button', { name: 'Start' }).click()
  await expect(details.getByRole('button', { name: 'Restart' })).toBeEnabled()
  await details.getByRole('button', { name: 'Settings' }).click()

  const drawer = drawerOf(page, small)
  await field(page, 'Context length').fill('8192')
  await expect(drawer).toContainText('1 unsaved change Context length needs a restart.')
  await drawer.getByRole('button', { name: 'Save and restart' }).click()
  await expect.poll(contextInMemory).toBe(8192)
  await expect(drawer.getByRole('button', { name: 'Save', exact: true })).toBeHidden()
  await expect(drawer).toContainText('Saved')

  await drawer.getByRole('button', { name: `Details of ${small}` }).click()
  await details.getByRole('tab', { name: 'Memory' }).click()
  await expect(details.getByRole('row').filter({ hasText: '8,192' })).toContainText('Saved')
  await expect(details.getByRole('row').filter({ hasText: '8,192' })).toContainText('measured')
  await details.getByRole('button', { name: 'Use 16,384 tokens' }).click()
  await expect(field(page, 'Context length')).toHaveValue('16384')

  // Beside the drawer there is no room for every filter.
  await page.getByRole('button', { name: 'More', exact: true }).click()
  await page.getByRole('menuitemcheckbox', { name: /^Customised/ }).click()
  await page.keyboard.press('Escape')
  await expect(page).toHaveURL(/customised=true/)
  await expect(page.getByRole('button', { name: /^Settings of/ })).toHaveCount(1)
})

// Only the demo has the figures of a machine with a graphics card.
base('the memory line tells where a context stops fitting', async ({ page }) => {
  await using dashboard = await startDashboard({ OLLAMA_PORT: String(await freePort()) })
  await page.goto(dashboard.url + settingsOf(large))
  const drawer = drawerOf(page, large)
  const slider = drawer.getByRole('slider', { name: 'Context length' })
  const line = drawer.getByRole('status').filter({ hasText: 'GiB' })
  await expect(slider).toHaveAttribute('aria-valuetext', '32,768 tokens')
  await expect(line).toContainText('20.8 GiB, fits in VRAM after Ollama unloads nomic-embed-text:latest and qwen3:14b')

  await slider.focus()
  await page.keyboard.press('ArrowRight')
  await expect(field(page, 'Context length')).toHaveValue('65536')
  await expect(line).toContainText(/23\.8 GiB instead of 20\.8 GiB, spills [56] % to RAM/)
  await page.keyboard.press('End')
  await expect(line).toContainText(/41\.8 GiB instead of 20\.8 GiB, spills 4\d % to RAM/)
  await page.keyboard.press('Home')
  await expect(line).toContainText('18.0 GiB instead of 20.8 GiB, fits in VRAM')
  await expect(drawer).toContainText('Estimated, KV cache f16.')

  await drawer.getByRole('button', { name: 'Apply recommended Context length' }).click()
  await expect(field(page, 'Context length')).toHaveValue('32768')
  await expect(drawer).toContainText('Applied')
  await drawer.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(drawer).toContainText(/Saved (now|\d+ seconds? ago), same as recommended/)

  await page.goto(dashboard.url + settingsOf('qwen3:14b'))
  await field(page, 'Context length').fill('16384')
  const here = drawerOf(page, 'qwen3:14b')
  await expect(here).toContainText('fits in VRAM next to nomic-embed-text:latest')
  await expect(here).toContainText('Measured on this host.')
})

test('a model is set without a mouse', async ({ page, dashboard }) => {
  await page.goto('/')
  await expect(page.getByText('Loaded').first()).toBeVisible()
  await page.keyboard.press('Control+k')
  await expect(page.getByRole('combobox')).toBeFocused()
  await page.keyboard.type(`settings of ${small}`)
  await expect(page.getByRole('option')).toHaveCount(1)
  await page.keyboard.press('Enter')
  await expect(drawerOf(page, small)).toBeFocused()
  await expect(field(page, 'Context length')).toBeVisible()
  await expect(page.getByRole('slider')).toBeVisible()
  for (let turn = 0; turn < 12; turn += 1) {
    await page.keyboard.press('Tab')
    if (await field(page, 'Context length').evaluate((input) => input === document.activeElement)) break
  }
  await page.keyboard.type('8192')
  await page.keyboard.press('Tab')
  await page.keyboard.press('ArrowRight')
  await expect(page.getByRole('slider')).toHaveAttribute('aria-valuetext', '16,384 tokens')
  await page.keyboard.press('Shift+Tab')
  await page.keyboard.press('Enter')
  await expect(page.getByText(`Settings of ${small} saved`)).toBeVisible()
  const entry = await (await page.request.get(`${dashboard.url}/api/models/settings/${small}`)).json()
  expect(entry).toMatchObject({ settings: { num_ctx: 16_384 }, source: 'user' })
  await page.keyboard.press('Escape')
  await expect(drawerOf(page, small)).toBeHidden()
})

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true })

  test('a model is set in a sheet over everything', async ({ page }) => {
    await page.goto('/models')
    await page.getByRole('button', { name: `Actions for ${small}` }).tap()
    await page.getByRole('menuitem', { name: 'Settings' }).tap()
    const drawer = drawerOf(page, small)
    await expect(drawer).toBeVisible()
    expect((await drawer.boundingBox())?.width).toBe(390)
    await field(page, 'Top p').fill('0.5')
    await drawer.getByRole('button', { name: 'Save', exact: true }).tap()
    await expect(page.getByText(`Settings of ${small} saved`)).toBeVisible()
    await drawer.getByRole('button', { name: 'Close settings' }).tap()
    await expect(page.getByRole('img', { name: 'Settings saved' })).toBeVisible()
  })
})
