import { scenarios } from '@ollama-dashboard/ollama-sim'
import { expect, test } from '../journey.ts'
import { address, group, notices, save, savedOf } from '../pages/model-defaults-page.ts'

test('what is saved stands beside what is recommended, and one model is applied and undone', async ({ page }) => {
  await save(page, 'gemma3:12b', { num_ctx: 4096, seed: 7 })
  await page.goto('/admin')
  await expect(page).toHaveURL(new RegExp(`${address}$`))
  const panel = page.getByRole('region', { name: 'Model defaults' })
  await expect(panel).toContainText('8 models · 1 saved, 1 not as recommended')
  await expect(panel).toContainText(/Recommendations are based on the model and the [\d.]+ GiB/)

  const gemma = group(page, 'gemma3:12b')
  const context = gemma.getByRole('row').filter({ hasText: 'Context length' })
  await expect(context.getByRole('cell')).toContainText(['Context length', '4,096', '131,072', 'trained context'])
  await expect(gemma.getByRole('row').filter({ hasText: 'Seed' })).toContainText('Kept')
  await expect(group(page, 'nomic-embed-text:latest')).toContainText('No recommendations for embedding models')
  await expect(page.getByRole('link', { name: 'Settings of gemma3:12b' })).toHaveAttribute('href', /\/models\?model=/)

  const before = await savedOf(page, 'gemma3:12b')
  await gemma.getByRole('button', { name: 'Apply to gemma3:12b' }).click()
  await expect(context).toContainText(/131,072.*Same/)
  await expect(panel).toContainText('8 models · 1 saved, all as recommended')
  // What nothing is recommended for is the person's own.
  expect(await savedOf(page, 'gemma3:12b')).toMatchObject({ source: 'user', settings: { num_ctx: 131_072, seed: 7 } })
  await notices(page).getByRole('button', { name: 'Undo' }).click()
  await expect(context).toContainText('4,096')
  expect(await savedOf(page, 'gemma3:12b')).toEqual(before)

  await group(page, 'llama3.2:3b').getByRole('button', { name: 'Apply to llama3.2:3b' }).click()
  await expect(group(page, 'llama3.2:3b')).toContainText('Saved as recommended')
  await notices(page).getByRole('button', { name: 'Undo' }).first().click()
  await expect(group(page, 'llama3.2:3b')).toContainText('No saved settings')
})

test.describe('models that have room to spare', () => {
  // What is recommended follows from the memory that is free on this machine: none of these is near a step of it.
  const models = scenarios.home.models.filter(({ size }) => size < 15_000_000_000)
  test.use({
    simulation: { scenario: { ...scenarios.home, models }, speed: 20 },
    env: { OLLAMA_KV_CACHE_TYPE: 'q8_0' },
  })

  test('applying to all is shown before, and undone; what somebody changed since stays', async ({ page }) => {
    await save(page, 'gemma3:12b', { num_ctx: 4096, seed: 7 })
    await page.goto(address)
    await page.getByRole('button', { name: 'Apply to 5 models' }).click()
    const preview = page.getByRole('dialog', { name: 'Apply recommended settings to 5 models?' })
    const changes = preview.getByRole('list', { name: 'Changes' })
    await expect(changes.getByText('gpt-oss:20b')).toBeVisible()
    await expect(changes).toContainText('Top p 0.9 to 1')
    await expect(changes).not.toContainText('gemma3:12b')
    await preview.getByRole('button', { name: 'Cancel' }).click()
    expect(await savedOf(page, 'gpt-oss:20b')).toMatchObject({ source: 'default' })

    await page.getByRole('button', { name: 'Apply to 5 models' }).click()
    await preview.getByRole('button', { name: 'Apply to 5 models' }).click()
    await expect(notices(page)).toContainText('Recommended settings applied to 5 models.')
    await expect(page.getByRole('button', { name: 'Apply to all' })).toBeDisabled()
    expect(await savedOf(page, 'gpt-oss:20b')).toMatchObject({ source: 'recommended', settings: { top_p: 1 } })

    await save(page, 'llama3.2:3b', { seed: 1 })
    const theirs = await savedOf(page, 'llama3.2:3b')
    await notices(page).getByRole('button', { name: 'Undo' }).click()
    await expect(notices(page)).toContainText(
      'Previous settings restored for 4 models. llama3.2:3b was changed since and stays.',
    )
    await expect(group(page, 'gpt-oss:20b')).toContainText('No saved settings')
    expect(await savedOf(page, 'gpt-oss:20b')).toMatchObject({ source: 'default', settings: {} })
    expect(await savedOf(page, 'llama3.2:3b')).toEqual(theirs)
  })

  test('replacing what a person saved is asked, and undone to the last', async ({ page }) => {
    await save(page, 'gemma3:12b', { num_ctx: 4096, seed: 7 })
    await page.goto(address)
    const before = await savedOf(page, 'gemma3:12b')
    await page.getByRole('button', { name: 'More apply options' }).click()
    await page.getByRole('menuitem', { name: 'Also replace manual settings' }).click()
    const dialog = page.getByRole('dialog', { name: 'Replace manual settings of 1 model?' })
    await expect(dialog).toContainText('Replaces the settings of gemma3:12b')
    await expect(dialog).toContainText('Seed of gemma3:12b')
    await expect(dialog.getByRole('list', { name: 'Changes' })).toContainText('Context length 4,096 to 131,072')
    await dialog.getByRole('button', { name: 'Cancel' }).click()
    expect(await savedOf(page, 'gemma3:12b')).toEqual(before)

    await page.getByRole('button', { name: 'More apply options' }).click()
    await page.getByRole('menuitem', { name: 'Also replace manual settings' }).click()
    await dialog.getByRole('button', { name: 'Replace and apply to 6 models' }).click()
    await expect(dialog).toBeHidden()
    await expect(group(page, 'gemma3:12b')).toContainText('Same')
    expect(await savedOf(page, 'gemma3:12b')).toMatchObject({ source: 'recommended' })
    await notices(page).getByRole('button', { name: 'Undo' }).click()
    await expect(group(page, 'gemma3:12b')).toContainText('4,096')
    expect(await savedOf(page, 'gemma3:12b')).toEqual(before)
  })
})
